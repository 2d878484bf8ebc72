@journey:authenticated-chat-connection @priority:critical @owner:chat @mrr:80000
Feature: A chat opens for whoever is logged in, and for nobody else
  The chat is the product. A chat that refuses good logins is an outage for everybody; one that accepts bad logins is
  somebody else's conversation.
  Revenue at risk: $80K MRR, everybody who chats.

  Rule: A login opens the chat of the person it belongs to

    @req:U2.1 @req:U2.2 @req:I1.4 @needs:mailbox
    Scenario: The login that opens the chat is the one that every service knows
      Given Ada is a customer who is logged in
      When Ada opens her chat
      Then the chat belongs to Ada's session
      And every service recognises Ada
      And Ada's login was issued by the auth service

    @req:U2.3 @needs:mailbox @needs:databases
    Scenario: What two people ask at the same time stays with each of them
      Given Ada is a new customer with her chat open
      And Bram is a new customer with his chat open
      When Ada and Bram ask a question each
      Then Ada reads an answer
      And Bram reads an answer
      And each question is on record under the name of the one who asked it

    @req:P2.1 @needs:mailbox
    Scenario: Whoever asks at once is welcomed first, and then answered
      Given Ada is a customer who is logged in
      When Ada opens her chat and asks her question in the same moment
      Then Ada is welcomed before anything else is said
      And Ada reads an answer

    @req:P2.2 @audience:engineer @needs:mailbox
    Scenario: A browser, which cannot set headers, shows the token as a subprotocol
      Given Ada is a customer who is logged in
      When Ada opens her chat with the token as a subprotocol
      Then the chat belongs to Ada's session
      And the token is not sent back to Ada

  Rule: Without a good login there is no chat

    @req:U2.2 @req:S4.1 @audience:engineer @needs:mailbox
    Scenario Outline: Opening a chat with <what>
      Given Ada is a new customer with her chat open
      When Ada opens another chat with <what>
      Then the chat stays closed to Ada because <reason>

      Examples:
        | what                   | reason                             |
        | no token               | no token was shown                 |
        | a made-up token        | the token is not valid             |
        | the token in the query | no token was shown                 |
        | somebody else's page   | the page is not one of the product |

    @req:U2.4 @req:I1.2 @audience:engineer @platform:short-lived-tokens @needs:mailbox
    Scenario: Opening a chat with a token that has expired
      Given Ada is a customer who is logged in
      And Ada's token has expired
      When Ada opens her chat
      Then the chat stays closed to Ada because the token has expired

    @req:I1.1 @req:P2.4 @platform:disposable @needs:mailbox @needs:restarts
    Scenario: While nobody can check logins no chat is opened on trust
      Given Ada is a new customer with her chat open
      And the auth service is down
      When Ada opens another chat
      Then the chat stays closed to Ada because nobody can check logins at the moment
      And once the auth service is back, every service is ready
      And Ada can open her chat and is answered

  Rule: A chat ends with its login, and goes on with a new one

    @req:U2.4 @req:I1.2 @audience:engineer @platform:short-lived-tokens @needs:mailbox
    Scenario: A token expires, and nobody renews it
      Given Ada is a new customer with her chat open
      When Ada's token expires
      Then Ada's chat ends because the token has expired
      And Ada can open her chat again after renewing her login

    @req:I1.3 @audience:engineer @platform:short-lived-tokens @needs:mailbox
    Scenario: A token is renewed in good time
      Given Ada is a new customer with her chat open
      And Ada's chat has warned that the token is about to expire
      And Ada has renewed her login
      And Ada has shown her new token to the chat
      When the token that Ada's chat was opened with expires
      Then Ada gets an answer to her next question
