@journey:new-user-first-chat @priority:critical @owner:growth @mrr:100000
Feature: A new user reaches the first answer
  People who sign up decide within minutes whether the product is worth coming back to.
  If any step between the sign-up form and the first answer breaks, no new customer arrives at all.
  Revenue at risk: $100K MRR, all new customers.

  Rule: A visitor finds out what the product is for

    @req:E1.1 @layer:page @needs:browser
    Scenario: A visitor opens the start page for the first time
      When Ada opens the start page
      Then Ada reads what the product is for
      And Ada is offered to sign up and to log in

  Rule: Signing up, confirming the address and logging in lead to a first answer

    @req:E1.2 @needs:mailbox
    Scenario Outline: A visitor who signs up <where> gets a mail that asks for confirmation
      When Ada signs up
      Then Ada has an account that waits for confirmation
      And Ada finds a mail with a link to confirm her address

      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:E1.5 @layer:page @needs:browser @needs:mailbox
    Scenario: Whoever has confirmed her address and logs in is on her dashboard
      Given Ada has signed up
      And Ada has confirmed her address
      When Ada logs in
      Then Ada is welcomed to her dashboard by her name

    @req:U10.1 @needs:mailbox
    Scenario: A visitor becomes a customer under her own name
      Given Ada has signed up
      And Ada has confirmed her address
      When Ada logs in
      Then the auth service knows Ada by her name
      And the backend knows Ada by her name

    @req:E1.3 @req:E1.4 @needs:mailbox @needs:databases @needs:cache
    Scenario: A sign-up is on record in both services
      When Ada signs up
      Then the auth service has Ada's account on record
      And nobody can read Ada's password in the records
      And the backend has Ada's profile on record

    @req:U10.2 @req:E1.6 @req:E1.7 @needs:mailbox @needs:llm-script
    Scenario Outline: The first question, asked <where>, is worked out and answered
      Given Ada is a new customer with her chat open
      And the assistant works out "3 * 14" to answer Ada's question "What do 3 servers at 14 dollars cost?" with "They cost … dollars."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada sees that her question has arrived
      And Ada reads the answer "They cost 42 dollars."

      @layer:page @needs:browser @req:E1.8
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:E1.8 @layer:page @needs:browser @needs:mailbox @needs:llm-script
    Scenario: An answer can be read while it is still being written
      Given Ada is a new customer with her chat open
      And the assistant pauses after the words "They cost" when it answers Ada with "They cost 42 dollars."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads "They cost" while the answer is still being written
      And Ada reads the answer "They cost 42 dollars." when the assistant goes on

    @req:U10.4 @needs:mailbox @needs:llm-script @needs:logs
    Scenario: Every part of the platform does its own work on the way
      Given Ada is a new customer with her chat open
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads an answer
      And the auth service and the backend each did their part for Ada
      And the mail server and the language model each did their part for Ada

    @req:S2.1 @critical-path @needs:mailbox
    Scenario: One unbroken path from a platform at rest to the first answer
      Given every service of the platform is up
      And Ada has signed up
      And Ada has confirmed her address
      And Ada has logged in
      And every service recognises Ada
      And Ada has opened her chat
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then an agent takes up Ada's question
      And Ada reads an answer

  Rule: Only who can read the mail of an address can use it

    @req:U10.1 @needs:mailbox
    Scenario Outline: Logging in <where> before the address is confirmed
      Given Ada has signed up
      When Ada logs in
      Then Ada is refused because the address is not confirmed yet

      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:U10.1 @needs:mailbox
    Scenario Outline: Following the link in the mail a second time, <where>
      Given Ada has signed up
      And Ada has confirmed her address
      When Ada follows the link in her mail again
      Then Ada is refused because the link is not valid

      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:U10.1 @platform:short-lived-tokens @needs:mailbox
    Scenario: Following the link too late
      Given Ada has signed up
      And the link in Ada's mail has expired
      When Ada follows the link in her mail
      Then Ada is refused because the link has expired

    @req:U10.1
    Scenario: Signing up with what is no e-mail address
      When Ada signs up with the address "ada at home"
      Then Ada is refused because the address is no e-mail address

    @req:U10.1 @needs:mailbox
    Scenario: Signing up with somebody else's address
      Given Ada has signed up
      When Bram signs up with Ada's address
      Then Bram is refused because the address already belongs to an account

    @req:U10.1 @needs:mailbox
    Scenario: Signing up with somebody else's address in capitals
      Given Ada has signed up
      When Bram signs up with Ada's address in capitals
      Then Bram is refused because the address already belongs to an account

  Rule: A password that is easily guessed is not accepted

    @req:U10.1
    Scenario: Signing up with the address as the password
      When Ada signs up with her own address as the password
      Then Ada is refused because the password is too weak

    @req:U10.1
    Scenario Outline: Signing up with <a weak password>
      When Ada signs up with the password "<password>"
      Then Ada is refused because the password is too weak

      Examples:
        | a weak password       | password    |
        | a short one           | s3cr3t-pw   |
        | one that everyone has | password123 |

  Rule: A new customer makes the product her own

    @req:U10.3 @layer:page @needs:browser @needs:mailbox @needs:databases
    Scenario: A new customer corrects her name
      Given Ada is a new customer with her chat open
      When Ada changes her name to "Ada Lovelace"
      Then Ada is welcomed as "Ada Lovelace" when she comes back to her dashboard
      And both services have "Ada Lovelace" on record as Ada's name

    @req:U10.3 @layer:page @needs:browser @needs:mailbox
    Scenario: A new customer likes it dark, quiet and in her own language
      Given Ada is a new customer with her chat open
      When Ada chooses the dark theme, "Deutsch" as her language and no mails
      Then Ada finds everything as she chose it when she comes back to her settings
      And Ada finds everything as she chose it on her phone

  Rule: A customer comes back without further ado, and leaves for good only if she says so

    @req:U10.1 @layer:page @needs:browser @needs:mailbox
    Scenario: Coming back the next day
      Given Ada is a new customer with her chat open
      And Ada has closed the page
      When Ada opens the dashboard
      Then Ada is welcomed to her dashboard by her name

    @req:U10.1 @layer:page @needs:browser @needs:mailbox
    Scenario: Logging out on a computer that others use as well
      Given Ada is a new customer with her chat open
      When Ada logs out
      Then Ada is asked to log in when she opens the dashboard

    @req:U10.1 @needs:mailbox
    Scenario Outline: Coming back, in vain, to an account that is <state>
      Given Ada's account is <state>
      When Ada logs in
      Then Ada is refused because <reason>

      Examples:
        | state         | reason                               |
        | not there yet | the address or the password is wrong |
        | unconfirmed   | the address is not confirmed yet     |
        | locked        | there were too many wrong passwords  |
        | deleted       | the address or the password is wrong |

    @req:U10.1 @needs:mailbox
    Scenario Outline: Coming back to an account that is <state>
      Given Ada's account is <state>
      When Ada logs in
      Then the auth service knows Ada by her name
      And the backend knows Ada by her name

      Examples:
        | state                 |
        | confirmed             |
        | open on three devices |

  Rule: Everybody can use the pages, with or without eyes, hands or daylight

    @req:E1.1 @layer:page @needs:browser
    Scenario: Every visitor can use the pages that lead to an account
      When Ada goes through the pages for visitors
      Then nothing on them keeps Ada from using them

    @req:E1.8 @req:U10.3 @layer:page @needs:browser @needs:mailbox
    Scenario: Every customer can use the chat and the settings
      Given Ada is a new customer with her chat open
      And Ada has read an answer
      When Ada goes through the pages for customers
      Then nothing on them keeps Ada from using them
