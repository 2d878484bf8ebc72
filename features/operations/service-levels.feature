@journey:service-levels @priority:high @owner:platform @mrr:none @audience:engineer
Feature: What was promised about speed is kept
  An answer that comes too late is no answer. The contract promises times; every run measures all of its scenarios
  against them, and says how often it measured. Here they are measured often enough for a word about 95 of 100.
  No revenue of its own: whoever waits too long stays a customer nowhere.

  Rule: Each promise is kept by every sample, or by as many of 100 as was promised

    @req:P7.1 @req:P7.2 @req:P7.3 @req:P7.4 @needs:mailbox @needs:llm-script
    Scenario: Twenty times in, and a question at the last
      Given Ada is a customer who is logged in
      And the assistant works out "3 * 14" to answer Ada's question "What do 3 servers at 14 dollars cost?" with "They cost … dollars."
      When Ada opens her chat 20 times, and asks "What do 3 servers at 14 dollars cost?" at the last
      Then Ada was in within 2 seconds each time
      And an agent was at work for Ada within 5 seconds, and each tool had its result within 30 seconds
      And of 100 events 95 reached Ada within 0.5 seconds
