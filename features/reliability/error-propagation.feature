@journey:error-propagation @priority:high @owner:platform @mrr:45000
Feature: A failure anywhere is told where it shows, can be followed to where it began, and passes
  What one service cannot do shows at another one, and in the end to a customer. They are told what they can do. Support
  finds the cause by the one reference that they quote. When the cause is gone, so is the failure.
  Revenue at risk: $45K MRR, debugging and support.

  Rule: Whoever meets a failure is given a reference, and it leads through every service that had a part in it

    @req:U7.1 @req:U7.4 @platform:disposable @layer:page @needs:browser @needs:mailbox @needs:logs @needs:service-credentials
    Scenario: The auth service fails behind the backend
      Given Ada is a customer with her settings open
      And the auth service's database takes no connections
      When Ada wants to delete her account
      Then Ada is told in plain words that it cannot be done now, with a reference for support
      And the reference leads support from Ada's page to the cause, in the log of each service on the way
      And once the databases are calm, every service is ready, and Ada can delete her account

  Rule: A failure of the database passes, and no service has to be started again

    @req:U7.2 @platform:disposable @needs:mailbox @needs:restarts @needs:service-credentials
    Scenario: All that a database can do to its service, one after the other
      Given Ada is a new customer with her chat open
      When Ada asks a question during each failure of the backend's database
      Then Ada is told meanwhile, in plain words:
        | when the database       | Ada is told  |
        | ends every session      | the answer   |
        | takes no connections    | to try again |
        | takes no writes         | to try again |
        | keeps everybody waiting | the answer   |
        | goes down               | to try again |
      And each of Ada's questions is answered as soon as the failure is over, and on record once
      And every service is ready, and none had to be started again

  Rule: What failed on its way is done again where that is safe, and nowhere else

    @req:U7.3 @platform:disposable @needs:mailbox @needs:restarts @needs:service-credentials
    Scenario: A backend dies with calls in its hands
      Given Ada is a customer who is logged in
      And Ada's app waits at each of the two backends, for her conversations and for a new one
      When one of the two backends dies, and then the database is calm
      Then Ada's app has her conversations from both calls
      And one new conversation is confirmed to Ada's app, and it is told to look before it tries the other one again
      And none of Ada's conversations was made twice
