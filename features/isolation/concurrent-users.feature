@journey:concurrent-users @priority:critical @owner:platform @mrr:40000
Feature: Many people at once, and each as if alone
  A company signs for all of its people, and they come on Monday at nine. Whoever waits then, reads somebody else's answer
  or is thrown out calls the pilot off.
  Revenue at risk: $40K MRR, customers with many people.

  Rule: Everybody who comes is served, with what is theirs

    @req:E4.1 @req:E4.2 @req:E4.3 @req:E4.4 @req:E4.5 @req:E4.6 @req:P7.5 @req:P10.1 @req:P10.2 @req:P10.3 @needs:mailbox @needs:llm-script
    Scenario: Monday at nine
      Given at least 10 people are customers, each with a number that nobody else knows
      When all of them log in, open their chats, note their numbers and ask for them, at the same moment
      Then an answer is being written for each of them at the same time
      And each of them reads the own number, word for word, and finds nothing else in the own conversation
      And nobody is told anything of anybody else's

  Rule: Whoever leaves takes nothing along, and leaves nothing behind

    @req:P10.4 @req:P13.1 @req:P13.2 @req:P13.3 @req:P13.4 @platform:disposable @needs:mailbox
    Scenario: People who come and go all morning
      Given at least 5 people are customers, have come, chatted and left
      And the operators have looked at what each service holds
      When all of them come, chat and leave 3 times more
      Then each of them cost the services no more memory than was planned while they were there
      And no service holds more memory from one time to the next
      And each service has let go of every connection, timer and listener that they needed
