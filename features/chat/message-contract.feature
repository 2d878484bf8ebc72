@journey:message-contract @priority:critical @owner:chat @mrr:none @audience:engineer
Feature: Apps and backend speak one language
  Every word of every customer goes over one socket. A field that one side calls otherwise, a frame that nobody answers, a
  value that somebody forgot to wait for: each of them has looked like "the chat is broken" to everybody at once.
  Revenue at risk: none of its own; everything that is said.

  Rule: What people write comes back as they wrote it

    @req:I7.1 @needs:mailbox @needs:llm-script
    Scenario: Every kind of text
      Given Ada is a new customer with her chat open
      And the assistant answers Ada with the very words that she asks with
      When Ada asks with every kind of text that people write
      Then each text comes back to Ada as it was written, wherever it comes back

    @req:I7.1 @needs:mailbox
    Scenario: Texts that cannot be kept are refused, and not changed
      Given Ada is a new customer with her chat open
      When Ada's app sends texts that cannot be kept
      Then each of them is answered to Ada, as the contract says
      And Ada's chat goes on

    @req:I7.1 @layer:page @needs:browser @needs:mailbox @needs:llm-script
    Scenario: An answer that would run as a part of the page
      Given Ada is a new customer with her chat open
      And the assistant answers Ada with "<img src=x onerror=alert(1)> <b>cheap</b> [here](javascript:alert(1))"
      When Ada asks "Where is <i>it</i> cheap?"
      Then Ada reads the answer "<img src=x onerror=alert(1)> <b>cheap</b> [here](javascript:alert(1))"
      And nothing of it has become a part of Ada's page

  Rule: Every frame is {type, payload}, and every frame of a client is answered

    @req:I7.2 @needs:mailbox
    Scenario: An app that speaks another contract
      Given Ada is a new customer with her chat open
      When Ada's app asks in the form of another contract
      Then each of them is answered to Ada, as the contract says
      And Ada's chat goes on

    @req:I7.2 @needs:mailbox
    Scenario: What is no frame of the contract
      Given Ada is a new customer with her chat open
      When Ada's app sends everything that is no frame of the contract
      Then each of them is answered to Ada, as the contract says
      And Ada's chat goes on

    @req:I7.4 @needs:mailbox
    Scenario: A frame of every type, also about what does not exist
      Given Ada is a new customer with her chat open
      When Ada's app sends a frame of every type
      Then each of them is answered to Ada, as the contract says
      And Ada's chat goes on

    @req:I7.2 @needs:mailbox
    Scenario: What nobody can read ends its own chat, and no other
      Given Ada is a new customer with her chat open
      When Ada's app sends what nobody can read, each in a chat of its own
      Then each of them is answered to Ada, as the contract says
      And Ada's chat goes on

  Rule: Nothing leaves the backend before it is finished

    @req:I7.3 @needs:mailbox
    Scenario: Something that has to be looked up
      Given Ada is a new customer with her chat open
      When Ada asks "How much of my plan have I used?"
      Then Ada sees how many messages she has used
      And nothing that Ada is told is half-built
