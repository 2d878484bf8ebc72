@journey:sign-out-everywhere @priority:critical @owner:identity @mrr:20000
Feature: Whoever logs out is logged out, on the device in hand or on all of them
  A phone left in a taxi, a computer in a library: people must be able to end what is open there, from wherever they are,
  and be sure of it.
  Revenue at risk: $20K MRR, security compliance.

  Rule: A person sees on which devices she is logged in

    @req:E10.1 @needs:mailbox
    Scenario: Three devices, one of them in hand
      Given Ada is chatting on her laptop, her phone and her tablet
      When Ada looks at the list of devices on her phone
      Then Ada finds her laptop, her phone and her tablet on it, and nothing else
      And her phone is marked as the one in Ada's hands

  Rule: Logging out on a device ends what is open there, and nothing else

    @req:E10.2 @req:E10.3 @req:E10.4 @req:E10.5 @needs:mailbox
    Scenario: Logging out on the phone
      Given Ada is chatting on her laptop, her phone and her tablet
      When Ada logs out on her phone
      Then Ada's chat on her phone ends because the session was ended
      And no service takes Ada's login on her phone any more, within a second
      And Ada's login on her phone cannot be renewed either
      And Ada's chats on her laptop and her tablet go on

    @req:E10.4 @req:E10.5 @needs:mailbox
    Scenario: Removing a lost tablet from the list
      Given Ada is chatting on her laptop and her tablet
      When Ada removes her tablet from the list on her laptop
      Then Ada's chat on her tablet ends because the session was ended
      And no service takes Ada's login on her tablet any more, within a second
      And Ada's chat on her laptop goes on

  Rule: Logging out everywhere ends everything, and only a new login helps

    @req:E10.3 @req:E10.4 @req:E10.5 @needs:mailbox
    Scenario: Logging out everywhere from the laptop
      Given Ada is chatting on her laptop, her phone and her tablet
      When Ada logs out everywhere, on her laptop
      Then Ada's chats on her laptop, her phone and her tablet end because the session was ended
      And no service takes Ada's login on her laptop, her phone and her tablet any more, within a second
      And Ada's login on her laptop, her phone and her tablet cannot be renewed either

    @req:E10.6 @needs:mailbox
    Scenario: Logging in again
      Given Ada is chatting on her laptop and her phone
      And Ada has logged out everywhere, on her laptop
      When Ada logs in on her phone again
      Then every service takes the new login of Ada on her phone, and none takes the old one

    @req:E10.4 @layer:page @needs:browser @needs:mailbox
    Scenario: A page that is open somewhere else asks for a new login
      Given Ada is a new customer with her chat open
      And Ada is logged in on her phone as well
      When Ada logs out everywhere, on her phone
      Then Ada's chat on her phone ends because the session was ended
      And Ada's page asks her to log in

    @req:E10.1 @req:E10.2 @layer:page @needs:browser @needs:mailbox
    Scenario: Ending the session on a tablet from the settings page
      Given Ada is a new customer with her chat open
      And Ada is logged in on her phone as well
      And Ada is logged in on her tablet as well
      When Ada signs her tablet out on the settings page
      Then the settings page lists Ada on her phone and on the device in her hands, and nowhere else
      And Ada's chat on her tablet ends because the session was ended

    @req:E10.3 @req:E10.6 @layer:page @needs:browser @needs:mailbox
    Scenario: Signing out everywhere from the settings page
      Given Ada is a new customer with her chat open
      And Ada is logged in on her phone as well
      When Ada signs out everywhere on the settings page
      Then Ada's chat on her phone ends because the session was ended
      And Ada is asked to log in again, and logs in

  Rule: Whoever lost the password chooses a new one by mail, and what the old one opened is ended

    @req:E10.3 @req:E10.5 @req:E10.6 @needs:mailbox
    Scenario: A new password after the laptop was stolen
      Given Ada is chatting on her laptop and her phone
      And Ada has asked for a new password
      When Ada chooses a new password with the link in her mail
      Then Ada's chats on her laptop and her phone end because the session was ended
      And no service takes Ada's login on her laptop and her phone any more, within a second
      And Ada can log in with the new password, and not with the old one

    @req:E10.6 @layer:page @needs:browser @needs:mailbox
    Scenario: A forgotten password, from the login page back to the dashboard
      Given Ada is a customer
      And Ada has asked for a new password
      When Ada chooses a new password with the link in her mail
      Then Ada can log in with the new password, and not with the old one

    @req:E10.6 @needs:mailbox
    Scenario: Somebody finds the mail later
      Given Ada is a customer
      And Ada has asked for a new password
      And Ada has chosen a new password with the link in her mail
      When Ada chooses a new password with the link in her mail again
      Then Ada is refused because the link is not valid

    @req:E10.6 @platform:short-lived-tokens @needs:mailbox
    Scenario: The mail is read too late
      Given Ada is a customer
      And Ada has asked for a new password
      And the link for Ada's new password has expired
      When Ada chooses a new password with the link in her mail
      Then Ada is refused because the link has expired

    @req:E10.6 @needs:mailbox
    Scenario: A new password that everyone has
      Given Ada is a customer
      And Ada has asked for a new password
      When Ada chooses "password123" with the link in her mail
      Then Ada is refused because the password is too weak
      And the link in Ada's mail still works for a better one

    @req:E10.6 @needs:mailbox
    Scenario: Asking whether somebody has an account
      Given Ada is a customer
      And Bram has no account
      When Bram and Ada ask for a new password
      Then Bram and Ada are told the same
      And only Ada gets a mail with a link, and Bram gets none
