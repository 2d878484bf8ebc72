@journey:conversation-threads @priority:high @owner:chat @mrr:none
Feature: Conversations are kept apart, and are the same in every tab
  People have the budget in one conversation and the holiday in another, and come back to both after weeks. Where the two
  mix, answers are about the wrong thing; where a tab lags behind, people lose what they wrote.
  Revenue at risk: no plan names a figure; it is everybody who comes back to what was said before.

  Rule: What a person does to a conversation in one tab, every tab knows

    @req:I9.1 @needs:mailbox
    Scenario: A conversation is begun
      Given Ada has her chat open in two tabs
      When Ada begins the conversation "Spring budget" in her first tab
      Then each of Ada's tabs lists "Spring budget" and nothing else

    @req:I9.1 @needs:mailbox
    Scenario Outline: A conversation gets another name, <where>
      Given Ada has her chat open in two tabs
      And Ada has begun the conversation "Summer trip" in her first tab
      When Ada renames "Summer trip" to "Norway in June" in her first tab
      Then each of Ada's tabs lists "Norway in June" and nothing else

      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:I9.1 @needs:mailbox @needs:llm-script
    Scenario: A conversation is deleted in the middle of an answer
      Given Ada has her chat open in two tabs
      And Ada is reading the beginning of an answer in "Spring budget", in her first tab
      When Ada deletes "Spring budget" in her first tab
      Then none of Ada's tabs lists a conversation any more
      And nothing more of the answer reaches Ada, whatever the assistant goes on to say

  Rule: Each conversation has a history and a context of its own

    @req:I9.2 @req:I9.4 @needs:mailbox
    Scenario: Going back to the budget after planning the holiday
      Given Ada has talked about "hosting for 120 dollars" in "Spring budget" and about "a cabin in Norway" in "Summer trip"
      When Ada turns to "Spring budget"
      Then Ada is shown what was said in "Spring budget", word for word, and nothing else

    @req:I9.3 @needs:mailbox @needs:llm-script
    Scenario: A question that only makes sense where it is asked
      Given Ada has talked about "hosting for 120 dollars" in "Spring budget" and about "a cabin in Norway" in "Summer trip"
      When Ada asks "And for two of them?" in "Spring budget"
      Then the agents know the title "Spring budget" and 2 earlier messages when they answer Ada
      And the agents are told of "120 dollars" and never of "Norway" when they answer Ada "And for two of them?"

    @req:I9.3 @needs:mailbox @needs:llm-script
    Scenario: Agents at work in two conversations at once
      Given Ada has talked about "hosting for 120 dollars" in "Spring budget" and about "a cabin in Norway" in "Summer trip"
      And the assistant is still answering "Which hoster is best?" in "Spring budget" for Ada
      When Ada asks "Is there a ferry?" in "Summer trip"
      Then Ada reads the answer to "Is there a ferry?" in "Summer trip" while "Spring budget" is still being answered
      And Ada reads "It takes a while." in "Spring budget" when the assistant goes on
