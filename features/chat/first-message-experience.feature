@journey:first-message-experience @priority:high @owner:chat @mrr:none
Feature: The first message feels right
  People decide about the product while they wait for the first answer. They want to see that they were heard, that somebody
  is at work, and the first words of it soon.
  Revenue at risk: none of its own; every new customer passes here.

  Rule: Heard, worked on, answered

    @req:P5.1 @needs:mailbox
    Scenario: What a new customer sees of the first question, one after the other
      Given Ada is a new customer with her chat open
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada sees that her question has arrived
      And Ada is heard, sees somebody at work and reads the first words, each in its time
      And Ada reads an answer

    @req:P5.3 @needs:mailbox @needs:llm-script
    Scenario: The first words are there before the last ones are made
      Given Ada is a new customer with her chat open
      And the assistant pauses after the words "They cost" when it answers Ada with "They cost 42 dollars."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads "They cost" while the answer is still being written
      And Ada reads the answer "They cost 42 dollars." when the assistant goes on

  Rule: An empty chat helps to begin

    @req:P5.1 @req:P5.2 @layer:page @needs:browser @needs:mailbox
    Scenario: A question that the chat proposes
      Given Ada is a new customer with her chat open
      When Ada takes up the first question that her chat proposes
      Then Ada sees that her question has arrived
      And Ada reads an answer
      And Ada finds the conversation on her list under her question
