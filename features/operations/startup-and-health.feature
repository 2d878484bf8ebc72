@journey:startup-and-health @priority:critical @owner:platform @mrr:70000
Feature: The platform comes up whole, and says what is missing
  People can only chat on a platform that is there. When a part of it fails, those who are chatting notice as little as
  possible, those who cannot be served are told, and everything comes back by itself.
  Revenue at risk: $70K MRR, every customer at once.

  Rule: The platform comes up in time and in order

    @req:S1.1 @needs:instances
    Scenario: Everything is up, and no later than promised
      When the operators look at the platform
      Then every service says that it is ready
      And the platform was ready within 16.98 seconds

    @req:U3.1 @platform:disposable @needs:restarts
    Scenario: Services that are started in the wrong order wait for each other
      Given the auth service, the backend and the frontend are down
      When they are started in the wrong order
      Then each of them was ready only after those it needs

  Rule: Every service is found where the directory says it is

    @req:U3.3
    Scenario: Each address in the directory leads to the service of that name
      When the operators look at the platform
      Then every service answers under its own name at the address that the directory gives

    @req:U3.3 @req:U3.4 @platform:disposable @layer:page @needs:browser @needs:mailbox @needs:restarts
    Scenario: One of two backends leaves in the middle of the day
      Given Ada is a new customer with her chat open
      And Bram is a new customer with his chat open
      When one of the two backends leaves
      Then the directory no longer lists it
      And Ada gets an answer to her next question
      And Bram gets an answer to his next question

  Rule: A part that is missing is named by those that need it, and everything recovers when it returns

    @req:U3.2 @req:U3.4 @platform:disposable @needs:browser @needs:mailbox @needs:restarts
    Scenario: Without the auth service nobody can log in, and open chats go on
      Given Ada is a new customer with her chat open
      When the auth service goes down
      Then only the backend and the frontend say that the auth service is missing
      And Bram reads the notice "Signing in and account changes are not available at the moment. Open chats go on." on the login page
      And Ada gets an answer to her next question
      And once the auth service is back, every service is ready and the notice is gone for Bram

    @req:U3.2 @req:U3.4 @platform:disposable @layer:page @needs:browser @needs:mailbox @needs:restarts
    Scenario: Without the backend the chat waits, and goes on by itself
      Given Ada is a new customer with her chat open
      When the backend goes down
      Then only the frontend says that the backend is missing
      And Ada reads the notice "The chat is not available at the moment. It comes back by itself."
      And once the backend is back, every service is ready and the notice is gone for Ada
      And Ada gets an answer to her next question

    @req:U3.4 @platform:disposable @layer:page @needs:browser @needs:mailbox @needs:restarts
    Scenario: Without the frontend an open page says so, and goes on by itself
      Given Ada is a new customer with her chat open
      When the frontend goes down
      Then no service says that the frontend is missing
      And Ada reads the notice "You seem to be offline, or the service cannot be reached. We keep trying."
      And once the frontend is back, every service is ready and the notice is gone for Ada
      And Ada gets an answer to her next question

    @req:U3.2 @req:U3.4 @req:P9.3 @platform:disposable @needs:mailbox @needs:restarts @needs:usage-figures
    Scenario: Without the analytics service chats go on, and its figures are made up for later
      Given Ada is a new customer with her chat open
      When the analytics service goes down
      Then only the backend and the frontend say that the analytics service is missing
      And Ada gets an answer to her next question
      And once the analytics service is back, every service is ready
      And the usage figures count 1 answer for Ada

    @req:U3.2 @req:U3.4 @platform:disposable @needs:browser @needs:mailbox @needs:restarts
    Scenario: Without the database everything stands still, and nothing is lost
      Given Ada is a new customer with her chat open
      When the database goes down
      Then only the auth service, the backend and the frontend say that the database is missing
      And Bram reads the notice "The service is not available at the moment. We are working on it." on the login page
      And once the database is back, every service is ready and the notice is gone for Bram
      And Ada gets an answer to her next question

    @req:U3.2 @req:U3.4 @platform:disposable @needs:browser @needs:mailbox @needs:restarts
    Scenario: Without the cache the chat waits, and logging in goes on
      Given Ada is a new customer with her chat open
      When the cache goes down
      Then only the auth service, the backend and the frontend say that the cache is missing
      And Bram reads the notice "The chat is not available at the moment. It comes back by itself." on the login page
      And once the cache is back, every service is ready and the notice is gone for Bram
      And Ada gets an answer to her next question
