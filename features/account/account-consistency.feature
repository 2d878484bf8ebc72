@journey:account-consistency @priority:critical @owner:platform @mrr:60000
Feature: A person is one and the same in every service
  People are known to the service that lets them in and to the one that they chat with. Where the two disagree, customers
  are greeted by a name they gave up, or meet a service that does not know them.
  Revenue at risk: $60K MRR, data consistency.

  Rule: Whoever is new is new in both services

    @req:U4.1 @req:S6.1 @req:P9.1 @needs:mailbox @needs:databases
    Scenario: A new customer, in the records of both services
      Given Ada has signed up
      When Ada confirms her address
      Then both services have the same on record about Ada

  Rule: A change reaches everything that shows it

    @req:U4.2 @req:E7.1 @req:E7.2 @req:E7.3 @req:E7.4 @needs:mailbox @needs:databases
    Scenario: A new name, while the chat is open twice
      Given Ada has her chat open in two tabs
      When Ada changes her name to "Ada King" on another device
      Then each of Ada's tabs is told that she is called "Ada King"
      And both services have "Ada King" on record as Ada's name
      And both services answer with the name "Ada King" when Ada asks who she is

    @req:U4.2 @req:E7.5 @req:P9.4 @audience:engineer @needs:mailbox @needs:databases @needs:service-credentials
    Scenario: A new address, while the login is in use
      Given Ada is a customer who is logged in
      And services have asked the auth service about Ada's token
      When Ada changes her address on another device
      Then the auth service answers services that ask with Ada's new address
      And both services have Ada's new address on record

    @req:E7.6 @layer:page @needs:browser @needs:mailbox
    Scenario: A new name, on a page that is open
      Given Ada is a new customer with her chat open
      When Ada changes her name to "Ada King" on another device
      Then Ada is welcomed as "Ada King" on the page that is open

  Rule: What one service does while the other cannot follow is made up for

    @req:U4.3 @req:E7.4 @platform:disposable @needs:mailbox @needs:databases @needs:restarts
    Scenario Outline: A new name, while <part> is away
      Given Ada is a customer who is logged in
      And every service recognises Ada
      And <part> is down
      When Ada changes her name to "Ada King" on another device
      Then once <part> is back, every service is ready
      And both services have "Ada King" on record as Ada's name

      Examples:
        | part        |
        | the backend |
        | the cache   |

  Rule: Of two changes at once both services keep the same one

    @req:U4.4 @needs:mailbox @needs:databases
    Scenario: Two devices, two names, one moment
      Given Ada is chatting on her laptop and her phone
      When Ada changes her name to "Ada King" on one of them and to "Ada Byron" on the other, at the same moment
      Then one of Ada's two names is taken, and the other refused because the account had changed by then
      And both services have the name of Ada's on record that was taken

    @req:U4.4 @req:S6.1 @needs:mailbox @needs:databases
    Scenario: Three changes, one after the other
      Given Ada is a customer who is logged in
      When Ada changes her name to "Ada Byron", "Ada Lovelace" and "Ada King", one after the other
      Then both services have "Ada King" on record as Ada's name
