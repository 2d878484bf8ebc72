@journey:history-and-export @priority:high @owner:chat @mrr:10000
Feature: What people said is theirs, to take along and to delete
  Companies sign where they can leave again: everything that was said can be taken along, and what is deleted is gone.
  Revenue at risk: $10K MRR, everybody whose contract asks who owns the data.

  Rule: Everything that was said can be taken along

    @req:E9.1 @req:E9.2 @req:E9.3 @req:E9.4 @needs:mailbox
    Scenario Outline: A long history as a <file>, <where>
      Given Ada has a history of 100 messages in 10 conversations
      When Ada takes her history along as a <file>
      Then Ada has a file with each of the 100 messages once, in its conversation and in order

      @layer:page @needs:browser
      Examples:
        | file              | where        |
        | file for programs | on the pages |

      @layer:api
      Examples:
        | file              | where       |
        | file for programs | with an app |
        | spreadsheet       | with an app |

    @req:E9.3 @needs:mailbox
    Scenario: Words that a spreadsheet would run
      Given Ada has a conversation "+41 44 123" in which she once said "=HYPERLINK(A1)"
      When Ada takes her history along as a spreadsheet
      Then no cell of Ada's spreadsheet would be run as a formula

    @req:E9.4 @needs:mailbox
    Scenario: A file is for the one whose words are in it
      Given Ada has a history of 2 messages in 1 conversation
      And Ada has taken her history along
      And Bram is a customer who is logged in
      When Bram tries to take Ada's file
      Then Bram is refused because there is no such file of theirs

  Rule: What is deleted is gone from everywhere

    @req:E9.5 @req:E9.6 @needs:mailbox @needs:databases @needs:cache @needs:usage-figures
    Scenario: A conversation that nobody is to see again
      Given Ada has talked about "a knee operation" in "Doctor" and about "hosting for 120 dollars" in "Spring budget"
      And every store of the platform knows of "knee operation", in Ada's "Doctor"
      And Ada has taken her history along
      When Ada deletes the conversation "Doctor"
      Then nothing that Ada said about "knee operation" is left in any store, and nothing is counted for it
      And the file that Ada took before cannot be had again, and a new one holds "Spring budget" alone
