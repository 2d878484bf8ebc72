@journey:token-lifecycle @priority:critical @owner:identity @mrr:50000 @audience:engineer
Feature: A token opens what it should, for as long as it should
  Services that disagree about a token lock customers out or let strangers in. Each service checks every token for
  itself, renewing is silent, and ending a session ends it everywhere.
  Revenue at risk: $50K MRR, security compliance.

  Rule: A token says whose it is, in claims that every service can check for itself

    @req:U6.1 @needs:mailbox
    Scenario: The claims of a fresh token
      Given Ada is a customer
      When Ada logs in
      Then Ada's token names the person, the session and the plan
      And Ada's token is signed with a key that the auth service publishes

    @req:U6.2 @needs:mailbox @needs:signing-key
    Scenario: Every service takes a genuine token, and nothing that only looks like one
      Given Ada is a customer who is logged in
      When Ada shows these at every service:
        | what                                                | taken as    |
        | a token just like it                                | genuine     |
        | a token from a clock that is 2 seconds ahead        | genuine     |
        | nothing at all                                      | missing     |
        | a token that nobody signed                          | not genuine |
        | a token signed with the published key as a password | not genuine |
        | a token signed by a stranger                        | not genuine |
        | a token for another audience                        | not genuine |
        | a token from another issuer                         | not genuine |
        | a token that is not good for another minute         | not genuine |
        | a token from a clock that is 2 minutes ahead        | not genuine |
        | a token in which the plan was changed               | not genuine |
        | a token that names an unknown key                   | not genuine |
        | the refresh token in its place                      | not genuine |
        | a token that expired a minute ago                   | expired     |
      Then every service takes each of Ada's attempts as told

    @req:U6.2 @platform:disposable @needs:mailbox @needs:restarts
    Scenario: The key that signs is changed while people are logged in
      Given Ada is a customer who is logged in
      And every service recognises Ada
      When the operators change the key that tokens are signed with
      Then every service takes Ada's login
      And Ada's next token is signed with another key, and every service takes it

  Rule: A login is renewed once with each refresh token

    @req:U6.3 @req:E5.4 @needs:mailbox
    Scenario: A renewed login is good everywhere
      Given Ada is a customer who is logged in
      When Ada renews her login
      Then every service takes Ada's new token
      And Ada's new token belongs to the same session as the old one

    @req:U6.3 @req:U6.4 @needs:mailbox
    Scenario: A refresh token that was copied ends the session for both
      Given Ada is a customer who is logged in
      And Ada has renewed her login
      When somebody uses Ada's old refresh token once more
      Then Ada is refused because the refresh token was used before
      And no service takes Ada's tokens any more

    @req:U6.3 @platform:short-lived-tokens @needs:mailbox
    Scenario: A login that was not used for too long
      Given Ada's account is open with a login that has run out
      When Ada tries to renew her login
      Then Ada is refused because the login was not used for too long
      And Ada can log in again

  Rule: A session that is ended is ended at every service

    @req:U6.4 @needs:mailbox
    Scenario: Logging out while the token would still be good
      Given Ada is a customer who is logged in
      When Ada logs out of this session
      Then no service takes Ada's token any more, within a second

  Rule: Whoever guesses at a password gets no token, and learns nothing

    @req:U9.1 @platform:tight-limits @needs:mailbox
    Scenario: Guessing at an address that somebody has, and at one that nobody has
      Given Ada is a customer
      And Bram has no account
      When somebody guesses at Ada's and at Bram's password until both are locked
      Then the guesses at Ada and Bram were refused alike, and locked both out
      And Ada can log in only when the lock is over

    @req:U9.1 @needs:mailbox
    Scenario: Coming back by mail while the address is locked
      Given Ada is a customer
      And somebody has guessed at Ada's password until the address was locked
      And Ada has asked for a new password
      When Ada chooses a new password with the link in her mail
      Then Ada can log in with the new password, and not with the old one

  Rule: Nobody who is chatting notices that a token expired

    @req:E5.1 @req:E5.2 @req:E5.3 @req:E5.4 @req:E5.5 @req:E5.6 @layer:page @platform:short-lived-tokens @needs:browser @needs:mailbox
    Scenario: A token expires in the middle of a chat
      Given Ada is a new customer with her chat open
      When Ada's token expires
      Then Ada's page has renewed her login by itself
      And every service takes Ada's new token
      And Ada gets an answer to her next question
      And Ada never had to log in again
