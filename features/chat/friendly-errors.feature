@journey:friendly-errors @priority:high @owner:chat @mrr:10000
Feature: An answer that fails is told kindly, and can be asked for again
  Language models fail every day. Customers forgive that if they are told what to do and their question is not lost; they do
  not forgive a spinner that turns for ever, or a sentence for engineers.
  Revenue at risk: $10K MRR, user experience.

  Rule: Whatever the assistant does, people are told in their words, and support in its own

    @req:E6.1 @req:E6.2 @req:E6.3 @req:E6.4 @needs:mailbox @needs:llm-script @needs:logs
    Scenario Outline: The assistant <fails>
      Given Ada is a new customer with her chat open
      And the assistant <fails> when it answers Ada
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada is told in plain words that it came to nothing, and offered to try again
      And support finds that the assistant <fails>, by the reference that Ada was given

      Examples:
        | fails                    |
        | is overloaded            |
        | has too much to do       |
        | turns the question away  |
        | breaks off in the middle |
        | says nothing             |

    @req:E6.1 @req:E6.3 @platform:tight-limits @needs:mailbox @needs:llm-script @needs:logs
    Scenario: The assistant takes more time than it has
      Given Ada is a new customer with her chat open
      And the assistant never comes to an end when it answers Ada
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada is told in plain words that it came to nothing, and offered to try again
      And support finds that the assistant never comes to an end, by the reference that Ada was given

  Rule: Trying again is enough

    @req:E6.5 @req:E6.6 @needs:mailbox @needs:llm-script
    Scenario: The assistant has recovered
      Given Ada is a new customer with her chat open
      And the assistant turns the question away when it answers Ada
      And Ada has asked "What do 3 servers at 14 dollars cost?" in vain
      When Ada tries again, now that the assistant has recovered
      Then Ada reads an answer
      And Ada's next question goes into the same conversation, which has everything once

    @req:E6.3 @req:E6.4 @req:E6.5 @req:P5.4 @layer:page @needs:browser @needs:mailbox @needs:llm-script
    Scenario: Trying again on the page
      Given Ada is a new customer with her chat open
      And the assistant breaks off in the middle when it answers Ada
      And Ada has asked "What do 3 servers at 14 dollars cost?" in vain
      When Ada tries again, now that the assistant has recovered
      Then Ada reads an answer
