@journey:many-tabs @priority:high @owner:chat @mrr:50000
Feature: A chat in many tabs is one chat
  People open the product in a second tab before they have closed the first. If the two disagree, they lose track of what
  they asked; if one throws the other out, they lose their answer.
  Revenue at risk: $50K MRR, user experience.

  Rule: Every tab has the whole chat

    @req:U5.1 @req:U5.3 @needs:mailbox
    Scenario: A third tab beside two others
      Given Ada has her chat open in two tabs
      When Ada opens her chat in a third tab
      Then each tab is welcomed by itself, all of them in Ada's session
      And each of Ada's tabs goes on

    @req:U5.2 @needs:mailbox
    Scenario Outline: What is asked in one tab is asked and answered in both, <where>
      Given Ada has a conversation open in two tabs
      When Ada asks "And what do 4 servers cost?" in her first tab
      Then Ada sees her question in each tab
      And Ada reads the same answer in each tab

      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

  Rule: What a person looks at in one tab is that tab's alone

    @req:U5.3 @needs:mailbox
    Scenario: Going back to an older conversation in one tab
      Given Ada has her chat open in two tabs
      And Ada has read an answer in her first tab
      When Ada goes back to that conversation in her first tab
      Then Ada's first tab shows the 2 messages of that conversation
      And Ada's second tab stays where it was

  Rule: One tab too many is told so, and the others are left alone

    @req:U5.4 @needs:mailbox
    Scenario: One tab more than a person may have
      Given Ada has her chat open in as many tabs as she may
      When Ada opens one tab more
      Then the chat stays closed to Ada because it is open in too many places
      And each of Ada's tabs goes on
