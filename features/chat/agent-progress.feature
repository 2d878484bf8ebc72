@journey:agent-progress @priority:critical @owner:agents @mrr:41667
Feature: People see what the agents do for them, while they do it
  An answer takes a while. Whoever sees agents at work waits for it; whoever sees nothing asks again, or leaves.
  Revenue at risk: $41.7K MRR, real-time AI chat.

  Rule: A question goes through all the agents that it needs, and every step is told

    @req:S5.1 @req:P2.3 @req:I2.1 @req:I2.2 @req:P4.4 @needs:mailbox @needs:llm-script
    Scenario: A question that needs a calculation
      Given Ada is a new customer with her chat open
      And the assistant works out "3 * 14" to answer Ada's question "What do 3 servers at 14 dollars cost?" with "They cost … dollars."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada is told of every step, from the first agent to the last
      And each step of Ada's answer says who does what, and what comes of it
      And Ada reads the answer "They cost 42 dollars."

    @req:P3.2 @req:P3.3 @needs:mailbox @needs:llm-script
    Scenario: What the first tool finds is what the second one is asked
      Given Ada is a new customer with her chat open
      And the assistant works out "3 * 14" and "… * 12" to answer Ada's question "What is that a year?" with "It is … dollars."
      When Ada asks "What is that a year?"
      Then Ada sees the calculator asked for "3 * 14", and then for "42 * 12"
      And Ada reads the answer "It is 504 dollars."

    @req:S5.1 @req:P3.2 @needs:mailbox @needs:llm-script
    Scenario: Twenty questions, from small talk to three tools
      Given Ada is a new customer with her chat open
      And the assistant knows what Ada may ask, from small talk to three tools
      When Ada asks all of it at once
      Then each of Ada's questions takes the tools that it needs, and is answered

    @req:P3.1 @needs:mailbox @needs:llm-script
    Scenario: A second question in the same conversation
      Given Ada is a new customer with her chat open
      And Ada has read an answer
      When Ada goes on with "And what do 4 servers cost?"
      Then the agents begin Ada's next answer with what was said before

    @req:P3.4 @needs:mailbox @needs:llm-script @needs:databases
    Scenario: What was found is safe before the answer is written
      Given Ada is a new customer with her chat open
      And the assistant works out "3 * 14" for Ada and pauses after the words "They cost" of "They cost … dollars."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads "They cost" while the answer is still being written
      And what the agents found for Ada is on record
      And Ada reads the answer "They cost 42 dollars." when the assistant goes on

  Rule: No step is lost, late, or told to somebody else

    @req:P4.2 @req:I2.3 @needs:mailbox
    Scenario: Two questions at once
      Given Ada is a new customer with her chat open
      When Ada asks two questions at once, each in a conversation of its own
      Then the steps of each of Ada's answers come in order, none missing and none twice
      And each step reaches Ada within its time

    @req:P4.3 @needs:mailbox
    Scenario: Two people who ask at the same time
      Given Ada is a new customer with her chat open
      And Bram is a new customer with his chat open
      When Ada and Bram ask a question each
      Then neither of Ada and Bram is told what the agents do for the other

  Rule: The page shows each step when it comes

    @req:P4.1 @req:I2.4 @req:I2.5 @layer:page @needs:browser @needs:mailbox @needs:llm-script
    Scenario: Watching the agents at work
      Given Ada is a new customer with her chat open
      And the assistant works out "3 * 14" to answer Ada's question "What do 3 servers at 14 dollars cost?" with "They cost … dollars."
      When Ada keeps an eye on her page while she asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads the answer "They cost 42 dollars."
      And Ada's page has shown every step when it came
      And each part of the page keeps up with its own pace
