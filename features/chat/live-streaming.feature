@journey:live-streaming @priority:high @owner:chat @mrr:none
Feature: An answer is read while it is being made
  A long answer takes half a minute. Nobody waits that long for a blank page, and nobody forgives an answer that stops in
  the middle and is gone, or one that goes on for somebody who may not read it any more.
  Revenue at risk: none of its own; everybody who asks for more than a line.

  Rule: Every piece is there as soon as it is made

    @req:I10.4 @needs:mailbox @needs:llm-script
    Scenario Outline: The assistant waits, after each piece, until it was read <where>
      Given Ada is a new customer with her chat open
      And the assistant makes its answer to Ada 10 characters at a time: "They cost 42 dollars a month."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads each piece before the next one is made
      And Ada reads the answer "They cost 42 dollars a month."

      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:I10.4 @needs:mailbox @needs:llm-script
    Scenario: Who has read enough stops the answer
      Given Ada is a new customer with her chat open
      And the assistant has begun to answer Ada and pauses after the words "They cost" of "They cost 42 dollars."
      When Ada stops the answer and asks something else
      Then no word of the first answer comes to Ada any more
      And the language model is let off the answer to Ada

  Rule: An answer goes to whoever may read it, as long as they may

    @req:I10.1 @audience:engineer @platform:short-lived-tokens @needs:mailbox @needs:llm-script
    Scenario: A token is renewed in the middle of an answer
      Given Ada is a new customer with her chat open
      And the assistant has begun to answer Ada and pauses after the words "They cost" of "They cost 42 dollars."
      And Ada has shown a newer token to the chat when it warned her
      When the token that Ada's chat was opened with expires
      Then Ada reads the answer "They cost 42 dollars." when the assistant goes on

    @req:I10.1 @req:I10.2 @audience:engineer @platform:short-lived-tokens @needs:mailbox @needs:llm-script
    Scenario: A token expires in the middle of an answer
      Given Ada is a new customer with her chat open
      And the assistant has begun to answer Ada and pauses after the words "They cost" of "They cost 42 dollars."
      When Ada's token expires
      Then Ada's chat ends because the token has expired
      And Ada finds the answer "They cost 42 dollars." when she comes back to the conversation

    @req:I10.2 @needs:mailbox @needs:llm-script
    Scenario: Logging out in the middle of an answer
      Given Ada is a new customer with her chat open
      And the assistant has begun to answer Ada and pauses after the words "They cost" of "They cost 42 dollars."
      When Ada logs out of this session
      Then Ada's chat ends because the session was ended
      And Ada finds the answer "They cost 42 dollars." when she comes back to the conversation

  Rule: Who is being answered has no more rights than others

    @req:I10.3 @needs:mailbox @needs:llm-script
    Scenario: An app that sends too much in the middle of an answer
      Given Ada is a new customer with her chat open
      And the assistant has begun to answer Ada and pauses after the words "They cost" of "They cost 42 dollars."
      When Ada's app sends the question again and again
      Then Ada is refused because the questions come too fast
      And Ada is told when she may ask again
      And Ada reads the answer "They cost 42 dollars." when the assistant goes on

    @req:I10.3 @audience:engineer @needs:mailbox @needs:llm-script @needs:logs
    Scenario: An app that asks and does not read
      Given Ada is a new customer with her chat open
      And Ada has read an answer of 200000 characters
      When Ada's app asks for the conversation again and again, and reads nothing
      Then the platform lets go of the chat that Ada does not read, and of no other
