@journey:enterprise-sso @priority:critical @owner:identity @mrr:100000
Feature: People log in with the account that they have already
  Companies buy for people whose accounts are kept elsewhere, and who will not remember one more password. A login that
  fails keeps a whole company out; one that lets the wrong person in is the end of the contract.
  Revenue at risk: $100K MRR, all enterprise customers.

  Rule: A press of a button, and a yes at the provider, is all that it takes

    @req:U1.1 @req:E2.1 @req:E2.2 @req:E2.3 @req:E2.4 @req:P1.1 @layer:page @needs:browser @needs:sign-in-providers
    Scenario: Ada has never been here before
      Given Ada has an account at Google
      When Ada logs in with Google
      Then Ada is welcomed to her dashboard by her name
      And Ada's address counts as confirmed
      And the backend knows Ada by her name

    @req:E2.3 @req:E2.4 @req:E2.5 @req:E2.6 @req:P1.4 @layer:page @needs:browser @needs:sign-in-providers
    Scenario: Ada comes back after her wedding, and everything that she said is there
      Given Ada is a customer who logs in with Google
      And Ada has talked about "the budget for spring"
      And Ada is called "Ada King" at Google by now
      When Ada logs in with Google
      Then Ada is welcomed as "Ada King" when she comes back to her dashboard
      And Ada finds what was answered about "the budget for spring" on her dashboard

    @req:U1.3 @req:P1.3 @layer:page @needs:browser @needs:sign-in-providers
    Scenario: The page is closed, and the login goes on
      Given Ada has logged in with Microsoft
      And Ada has closed the page
      When Ada opens the dashboard
      Then Ada is welcomed to her dashboard by her name

    @req:U1.1 @req:U1.2 @req:I3.1 @req:P1.2 @needs:sign-in-providers
    Scenario Outline: Whatever the provider, the login is good at every service, with <provider>
      Given Ada has an account at <provider>
      When Ada logs in with <provider>
      Then every service takes Ada's login
      And Ada's login was issued by the auth service
      And every service recognises Ada

      Examples:
        | provider  |
        | Google    |
        | Microsoft |
        | Okta      |
        | GitHub    |
        | Keycloak  |

    @req:U1.1 @needs:sign-in-providers
    Scenario: The provider has changed its keys since the last login
      Given Ada is a customer who logs in with Keycloak
      When Ada logs in with Keycloak
      Then every service takes Ada's login
      And Ada is the customer that she was before

  Rule: A login is one and the same in every service, wherever it was opened

    @req:I3.2 @req:P1.2 @req:P1.3 @req:P1.4 @audience:engineer @needs:sign-in-providers
    Scenario: Renewed and then ended, at every service
      Given Ada has logged in with Okta
      And Ada has renewed her login
      When Ada logs out of this session
      Then no service takes Ada's tokens any more

    @req:I3.3 @req:P1.4 @needs:sign-in-providers
    Scenario: Ada's open chat learns of a login on another device
      Given Ada is a customer who logs in with Google
      And Ada has opened her chat
      When Ada logs in with Google on another device
      Then Ada's open chat tells of the login on the other device

  Rule: Nobody gets into an account that may be somebody else's

    @req:U1.1 @req:E2.3 @needs:mailbox @needs:sign-in-providers
    Scenario: A customer with a password uses Google, with an address that both have confirmed
      Given Ada is a customer
      And Ada has an account at Google
      When Ada logs in with Google
      Then Ada is the customer that she was before
      And every service takes Ada's login

    @req:U1.4 @needs:databases @needs:mailbox @needs:sign-in-providers
    Scenario: Google has never confirmed that the address is hers
      Given Ada is a customer
      And Google has not confirmed Ada's address
      When Ada logs in with Google
      Then Ada is refused because the account may be somebody else's
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:mailbox @needs:sign-in-providers
    Scenario: Somebody signed up with her address, and never confirmed it
      Given Ada has signed up
      And Ada has an account at Google
      When Ada logs in with Google
      Then Ada is refused because the account may be somebody else's
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:mailbox @needs:sign-in-providers
    Scenario: An account that has no password opens to no password
      Given Ada's account is open through Google alone
      When Ada tries a password that was never chosen
      Then Ada is refused because the address or the password is wrong
      And Ada is logged in only once

    @req:U1.1 @req:E2.3 @needs:mailbox @needs:sign-in-providers
    Scenario: Whoever came through Google once can still use the password
      Given Ada's account is open with a password and through Google
      When Ada logs in
      Then every service takes Ada's login
      And every service recognises Ada

  Rule: An answer that is not the provider's yes to this very login opens nothing

    @req:U1.4 @layer:page @needs:browser @needs:databases @needs:sign-in-providers
    Scenario: Ada changes her mind
      Given Ada has an account at Google
      When Ada changes her mind at Google
      Then Ada is refused because the provider did not confirm it
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: The provider is down
      Given Ada has an account at Okta
      And Okta is down for Ada
      When Ada logs in with Okta
      Then Ada is refused because the provider does not answer
      And Ada is logged in nowhere

    @req:U1.2 @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: The answer was meant for another product
      Given Ada has an account at Microsoft
      And Microsoft says that Ada meant to log in to another product
      When Ada logs in with Microsoft
      Then Ada is refused because the provider did not confirm it
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: The answer belongs to an earlier login
      Given Ada has an account at Google
      And Google answers Ada as if it were an earlier login
      When Ada logs in with Google
      Then Ada is refused because the provider did not confirm it
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: The answer does not say where the login began
      Given Ada has an account at Google
      When Ada's login with Google comes back without the mark of where it began
      Then Ada is refused because it was not begun in this browser
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: Somebody lures Ada into his own account, with the provider's answer
      Given Ada has an account at Google
      And Mallory has an account at Google
      When Ada is lured to Google's answer for Mallory
      Then Ada is refused because it was not begun in this browser
      And Mallory is logged in nowhere

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: Somebody lures Ada into his own account, with the end of his login
      Given Ada has an account at Google
      And Mallory is a customer who logs in with Google
      When Ada is lured to the end of Mallory's login with Google
      Then Ada is refused because it was not begun in this browser
      And Mallory is logged in only once

    @req:U1.2 @req:U1.4 @audience:engineer @needs:databases @needs:sign-in-providers
    Scenario: A code that was stolen on its way is worth nothing in another login
      Given Ada has an account at GitHub
      And Mallory has an account at GitHub
      When Mallory puts the code that GitHub gave Ada into his own login
      Then Mallory is refused because the provider did not confirm it
      And Ada is logged in nowhere

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: The provider's answer is used twice
      Given Ada has an account at Google
      When Google's answer for Ada is opened once more
      Then Ada is refused because it was used already
      And Ada is logged in only once

    @req:U1.4 @needs:databases @needs:sign-in-providers
    Scenario: The end of the login is opened twice
      Given Ada has an account at Google
      When the end of Ada's login with Google is opened once more
      Then Ada is refused because it was used already
      And Ada is logged in only once

    @req:U1.4 @platform:short-lived-tokens @needs:databases @needs:sign-in-providers
    Scenario: The yes comes too late
      Given Ada has an account at Google
      When Ada takes too long at Google
      Then Ada is refused because it took too long
      And Ada is logged in nowhere
