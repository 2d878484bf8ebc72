@journey:plan-quotas @priority:high @owner:growth @mrr:15000
Feature: A plan gives what it promises, and more is one payment away
  Answers cost money, so each plan allows a number of messages a month. A limit that does not hold is paid for by the
  company; one that takes a customer unawares, or does not go away after the payment, is paid for with the customer.
  Revenue at risk: $15K MRR, fair usage and cost control.

  Rule: The limit is told before it comes, holds to the message, and shows the way out

    @req:E8.1 @req:E8.2 @req:E8.3 @req:E8.4 @req:E8.5 @platform:tight-limits @needs:mailbox @needs:llm-script
    Scenario: Three messages at once, and two are left
      Given Ada has her chat open at both backends
      And Ada has used 3 of the 5 messages of her plan
      When Ada sends 3 messages at the same moment
      Then 2 of them are answered, and 1 is refused because the plan's messages are used up
      And each of Ada's tabs is warned once after 4 of 5 messages, and then told where to get more
      And each backend says that Ada has used 5 of 5 messages of the free plan

    @req:E8.1 @req:E8.4 @platform:tight-limits @needs:mailbox @needs:llm-script
    Scenario: The last message, and the answer to it fails
      Given Ada is a new customer with her chat open
      And Ada has used 4 of the 5 messages of her plan
      And the assistant turns the question away when it answers Ada
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada is told that 4 of 5 messages are used when the answer has failed
      And Ada is answered when she tries again, and has used 5 of 5

  Rule: A larger plan lifts the limit at once, and a smaller one brings it back

    @req:E8.4 @req:E8.6 @platform:tight-limits @needs:mailbox @needs:llm-script @needs:payments @needs:databases
    Scenario: An upgrade and the way back, while the chat is open twice
      Given Ada has her chat open at both backends
      And Ada has used 5 of the 5 messages of her plan
      When Ada upgrades to the pro plan and pays
      Then each of Ada's tabs is told that the limit is gone, and answers her
      And both services have the pro plan on record for Ada
      And back on the free plan, Ada is told in each tab that 7 of 5 messages are used, and sends no more

    @req:E8.3 @req:E8.5 @req:E8.6 @layer:page @platform:tight-limits @needs:browser @needs:mailbox @needs:llm-script @needs:payments
    Scenario: The way out, on the page
      Given Ada is a new customer with her chat open
      And Ada's page has warned her after 4 of the 5 messages of her plan, and told her of the last one
      And the page did not send "What do 9 servers cost?" for Ada, because the plan's messages are used up
      When Ada follows the prompt to the pro plan and pays
      Then Ada finds herself on the pro plan, with 5 messages used
      And "What do 9 servers cost?" still stands in the box, and Ada is answered when she sends it

  Rule: Only the payment provider's own word changes a plan, and each word once

    @req:E8.6 @audience:engineer @needs:mailbox @needs:payments @needs:databases
    Scenario: Old and false words about a payment
      Given Ada's account is on a smaller plan than before
      And Bram is a customer who is logged in
      When the word that Ada has paid comes again: as it was, forged, with Bram's name put in, and an hour late
      Then the one as it was changes nothing, and the others are refused
      And both services have the free plan on record for Ada
      And both services have the free plan on record for Bram

    @req:E8.6 @needs:mailbox @needs:payments
    Scenario: A card that is declined
      Given Ada is a customer who is logged in
      When Ada wants the pro plan, and pays with a card that is declined
      Then Ada is refused because the card was declined
      And Ada is on the free plan and pays for nothing
