@journey:user-isolation @priority:critical @owner:platform @mrr:none
Feature: What is one person's is nobody else's
  People tell the assistant what they would tell no colleague. One answer that reaches the wrong screen ends the contract
  of the company it came from, and of every company that hears of it.
  Revenue at risk: no plan names a figure; it is every customer who asks who else can read along.

  Rule: Nobody gets at somebody else's things, by whatever door

    @req:P11.1 @req:P11.2 @needs:mailbox
    Scenario: Every door of every service, with what somebody else's things are called
      Given Ada keeps what she said about "a knee operation" in "Doctor", and a file of it
      And Mallory is a customer who is logged in
      And Trudy is a customer who is logged in
      When Mallory and Trudy try every door that the services have with what Ada's things are called
      Then no door was left out, and none of them gives anything of Ada's away
      And everything of Ada's is as it was

    @req:S8.1 @req:P12.2 @needs:mailbox @needs:llm-script
    Scenario: Everything that can be said in a chat, about somebody else's
      Given Ada keeps what she said about "a knee operation" in "Doctor", and a file of it
      And the assistant is still answering "How long does it take?" in "Doctor" for Ada
      And Mallory is a new customer with his chat open
      When Mallory says everything that can be said in a chat about what is Ada's
      Then nothing was left out, and Mallory is answered as if nothing of it existed
      And nothing of it reaches Ada, who reads "It takes a while." in "Doctor" when the assistant goes on

    @req:P11.4 @needs:mailbox
    Scenario: Two people take along what they said, at the same moment
      Given Ada has a conversation "Doctor" in which she once said "a knee operation"
      And Bram has a conversation "Plans" in which he once said "a job interview"
      When Ada and Bram take their histories along at the same moment
      Then Ada's file holds "a knee operation" in "Doctor" and nothing else
      And Bram's file holds "a job interview" in "Plans" and nothing else
      And neither of Ada and Bram gets the file of the other

  Rule: What happens to one person is told to that person alone

    @req:I5.1 @req:P12.1 @req:P12.2 @req:P12.3 @platform:tight-limits @needs:mailbox
    Scenario: Two people, two backends, one moment
      Given Ada has her chat open at both backends
      And Bram has his chat open at both backends
      When Ada and Bram each ask a question, one at the one backend and one at the other
      Then Ada and Bram each read their answer at both backends, and are told of nothing else
      And what is told to each of them is counted without a gap, for that person alone

    @req:P12.4 @req:S8.1 @needs:mailbox
    Scenario: A new name, and a phone that is logged out
      Given Ada and Bram each have their chat open on a laptop and on a phone
      When Ada changes her name to "Ada King" and logs out on her phone
      Then Ada hears of "Ada King" on her laptop, and her chat on the phone ends
      And Bram, who then changes his name to "Bram Stoker", hears of that alone on his laptop and his phone

  Rule: Agents remember for one person, and for one conversation, alone

    @req:P11.2 @req:P11.3 @req:I5.1 @needs:mailbox @needs:llm-script @needs:usage-figures
    Scenario: Two people who call their conversations the same
      Given Ada has told the assistant "My code word is heron." in "Project"
      And Bram has told the assistant "My code word is otter." in "Project"
      When Ada and Bram ask for their code word in "Project" at the same moment
      Then Ada is told "heron" and that she has asked twice, and her agents never hear of "otter"
      And Bram is told "otter" and that he has asked twice, and his agents never hear of "heron"
      And the usage figures count 2 answers each for Ada and Bram

    @req:I5.2 @req:I5.3 @needs:mailbox @needs:llm-script
    Scenario: Three answers for one person at once
      Given Ada has begun "Budget", "Trip" and "Garden", and the assistant pauses in each of her answers
      When Ada asks a question in "Budget", "Trip" and "Garden" at the same moment
      Then three answers are being written for Ada at once
      And Ada reads each whole answer in its own conversation when the assistant goes on
      And the agents in each of Ada's conversations know of that conversation alone
