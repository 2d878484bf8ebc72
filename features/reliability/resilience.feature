@journey:resilience @priority:high @owner:platform @mrr:none
Feature: What fails is left alone, told, and taken up again by itself
  A service that is away is not pressed by everybody who waits for it, and takes no other service along. People are told
  what they can do; when it is back, so is everything else, and nobody has to start anything.

  Rule: Whoever calls for a service that keeps failing is told so at once, until it is back

    @req:S10.1 @req:I6.1 @req:I6.2 @req:I6.3 @req:I6.4 @platform:disposable @layer:page @needs:browser @needs:mailbox @needs:llm-script
    Scenario: The assistant is away for everybody
      Given Ada is a new customer with her chat open
      And the assistant is away whenever it is called for Ada
      When Ada asks until the platform leaves the assistant alone
      Then each time Ada is told what she can do, and the last time without a call for the assistant
      And Ada's page announces "The assistant has trouble at the moment. Answers may fail or take longer.", and a backend says so too
      And once the assistant is back, Ada's last question is answered, and nothing speaks of trouble any more

  Rule: A service that hangs or is down keeps nobody from what goes on without it

    @req:S10.1 @req:I6.3 @req:I6.4 @platform:disposable @needs:mailbox @needs:restarts
    Scenario: The auth service hangs, and the analytics service is down
      Given Ada is a new customer with her chat open
      And the auth service hangs, and the analytics service is down
      When Ada opens six tabs at once and then more, one after the other, and asks in the one that was open
      Then Ada is answered, and each new tab is refused because nobody can check logins, the last one at once
      And Ada is told that the auth service and the analytics service have trouble, and the backend says so too
      And once both are back, Ada is told so, every service is ready, and a new tab opens
