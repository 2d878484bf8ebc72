@journey:rate-limits @priority:high @owner:platform @mrr:35000
Feature: Nobody can take the platform away from the others
  One script that runs wild, or one person who means harm, must not slow down everybody else. Whoever asks for too much
  is told so, is told how long to wait, and is served again when the time is over.
  Revenue at risk: $35K MRR, protection against floods.

  Rule: Whoever asks for too much is refused, told when to come back, and served then

    @req:U9.2 @req:S9.1 @platform:tight-limits @needs:mailbox
    Scenario: A script asks the backend over and over
      Given Ada is a customer who is logged in
      When Ada asks the backend for more than one person may
      Then Ada is refused because there were too many requests
      And each answer until then told Ada truthfully what was left
      And Ada is served again as soon as the time is over that was told

    @req:U9.1 @req:S9.1 @platform:tight-limits @needs:mailbox
    Scenario: A flood of strangers' calls from one address
      Given Ada is a customer
      When Mallory knocks at the auth service until nobody answers any more
      Then Mallory is refused because there were too many requests
      And Ada can log in from where she is

    @req:U9.3 @platform:tight-limits @needs:mailbox
    Scenario: More questions than anybody can read the answers to
      Given Ada is a new customer with her chat open
      When Ada asks questions faster than one person may
      Then Ada is refused because the questions come too fast
      And as many of Ada's questions as the welcome promised are answered
      And Ada is answered again as soon as the time is over that was told

  Rule: What was asked at one door counts at all of them, and counts for nobody else

    @req:U9.4 @platform:tight-limits @needs:mailbox
    Scenario: A little at each door
      Given Ada is a new customer with her chat open
      When Ada asks at the auth service, at each backend and in the chat
      Then each of them had counted what Ada asked at the others

    @req:U9.4 @req:S9.1 @platform:tight-limits @needs:mailbox
    Scenario: Too much at one door
      Given Ada is a customer who is logged in
      And Bram is a customer who is logged in
      When Ada asks the backend for more than one person may
      Then Ada is refused because there were too many requests
      And the auth service and each backend refuse Ada for the same reason
      And Bram is served at once
