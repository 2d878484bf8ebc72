@journey:auth-independence @priority:critical @owner:identity @mrr:none @audience:engineer
Feature: The auth service stands on its own
  Whoever cannot log in cannot do anything else. The auth service must start and serve whatever becomes of the rest of
  the platform, and nobody may come to depend on its insides.
  No revenue of its own: every other journey begins with a login.

  Rule: The auth service needs none of the others

    @req:I8.2 @platform:disposable @needs:mailbox @needs:restarts @needs:service-credentials
    Scenario: The auth service starts while everybody else is away
      Given the auth service, the analytics service, the backend and the frontend are down
      When the auth service starts alone
      Then the auth service is ready, and nobody else answers
      And Ada can sign up, log in and renew her login
      And the auth service vouches for Ada's token when a service asks, and for no other

  Rule: A service is built of its own modules, and every one of them works

    @req:I8.1 @needs:builds
    Scenario: Following every import of every service
      When the operators look at what each service is built of
      Then the auth service is built of nothing that belongs to another service
      And no other service is built of anything that belongs to the auth service

    @req:S3.1 @needs:builds
    Scenario: Loading what a start leaves for later as well
      When the operators let each module of each service load
      Then all of them load, with those that are only needed later

  Rule: Services meet at what they publish, and nowhere else

    @req:I8.4 @needs:service-credentials
    Scenario: A service at the other's database
      When each service tries the other's database as well as its own
      Then each of them opens to the service that owns it, and to no other

    @req:I8.3 @needs:service-credentials
    Scenario: A service at the other's keys
      When each service tries the other's keys as well as its own
      Then each of them opens to the service that owns it, and to no other

    @req:I8.3 @needs:mailbox @needs:cache
    Scenario: What the others get to know about a new customer
      Given Ada has signed up
      When Ada follows the link in her mail
      Then what the auth service published about Ada is exactly what was agreed
