@journey:restart-continuity @priority:high @owner:platform @mrr:40000
Feature: Restarts are the operators' matter, and no customer's
  Machines lose power, and every new version starts each service anew. Whoever had to log in again, lost an answer or met an
  error each time would soon go where this does not happen.
  Revenue at risk: $40K MRR, uptime.

  Rule: After a restart everybody is where they were before it

    @req:U8.1 @req:U8.2 @req:U8.3 @req:S7.1 @platform:disposable @layer:page @needs:browser @needs:mailbox @needs:llm-script @needs:restarts @needs:cache
    Scenario: The power fails in the middle of an answer
      Given Ada is a new customer with her chat open
      And Ada has logged out on her phone
      And the assistant is in the middle of its answer "Take an umbrella, and a book for the train." to Ada
      When the power fails for every service and the cache, and comes back
      Then Ada reads the whole answer, which the assistant had to begin anew, and it is on record once
      And Ada is still logged in, in the same session, and her phone is still logged out

  Rule: A new version takes the place of the old one while everybody goes on

    @req:U8.2 @req:U8.4 @platform:disposable @needs:mailbox @needs:restarts
    Scenario: Both backends are replaced, one after the other, at a busy hour
      Given Ada is a customer who is logged in
      And Ada's app calls the platform all the time, and asks one question after the other
      When the operators replace both backends, one after the other
      Then none of Ada's calls was refused, or left without an answer
      And Ada's chat came back where it stopped, in the same session
      And each of Ada's questions is on record once, with one answer
