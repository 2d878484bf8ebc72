@journey:usage-analytics @priority:high @owner:platform @mrr:none
Feature: What the figures say is what happened
  Bills, limits and decisions stand on what is counted. A message that is counted twice is a customer who complains, one
  that is lost is work that nobody pays for, and half of one is an answer to a question that nobody asked.
  Revenue at risk: all that is billed by use.

  Rule: What is counted is what was done, for each person and for all together

    @req:P9.3 @needs:mailbox @needs:llm-script @needs:usage-figures
    Scenario: A morning's work of two people
      Given Ada is a new customer with her chat open
      And Bram is a new customer with his chat open
      When Ada asks 2 questions that are answered and one that is not, and Bram asks 1
      Then the usage figures say the same of each of them as they were told
      And the usage figures say the same of all of them together

  Rule: What belongs together is done whole and once, whoever does it at the same moment and whatever breaks

    @req:P9.2 @req:P9.3 @platform:disposable @needs:mailbox @needs:databases @needs:restarts @needs:usage-figures
    Scenario: The database breaks down in the middle of it all
      Given Ada has her chat open at both backends
      And Ada has sent 3 messages, each in both tabs at the same moment
      When the database breaks down while Ada sends 3 more in the same way
      Then once the database is back and Ada has sent all of them again, each is on record once, with one answer
      And Ada's plan and the usage figures count each of them once
