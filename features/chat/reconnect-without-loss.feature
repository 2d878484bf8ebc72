@journey:reconnect-without-loss @priority:high @owner:chat @mrr:20000
Feature: A dropped connection costs no message
  People close laptops and ride trains. If an answer is lost, or a question is asked twice, they stop trusting the product.
  Revenue at risk: $20K MRR, retention of everybody who chats on the move.

  Rule: What was said while a person was away is there when they are back

    @req:E3.1 @req:E3.2 @req:E3.4 @req:E3.5 @req:E3.6 @req:I4.2 @needs:mailbox @needs:llm-script
    Scenario Outline: The train enters a tunnel in the middle of an answer, <where>
      Given Ada is on the train with her chat open
      And the assistant is in the middle of its answer "Take an umbrella, and a book for the train." to Ada
      When Ada's connection is cut by a tunnel until the assistant is done
      Then Ada reads the whole answer "Take an umbrella, and a book for the train.", every part of it once and in order
      And Ada gets an answer to her next question

      @layer:page @needs:browser @req:E3.3
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |

    @req:E3.2 @req:E3.5 @req:E3.6 @needs:mailbox @needs:llm-script
    Scenario Outline: A connection that <mishap>
      Given Ada is on the train with her chat open
      And the assistant is in the middle of its answer "Take an umbrella, and a book for the train." to Ada
      When Ada's connection <mishap> until the assistant is done
      Then Ada reads the whole answer "Take an umbrella, and a book for the train.", every part of it once and in order
      And Ada gets an answer to her next question

      Examples:
        | mishap                             |
        | falls silent                       |
        | is still there for everybody else  |
        | breaks in the middle of a sentence |

    @req:E3.4 @audience:engineer @platform:short-lived-tokens @needs:mailbox @needs:llm-script
    Scenario: More is said than is kept for whoever comes back
      Given Ada is on the train with her chat open
      When an answer of 120 pieces is written to Ada's phone while she is in a tunnel
      Then Ada is told that not all of it is kept
      And Ada finds the whole answer in the conversation

  Rule: What a person says without a connection is said once, as soon as there is one

    @req:E3.5 @req:I4.3 @needs:mailbox
    Scenario Outline: Ada asks, and <mishap>
      Given Ada is on the train with her chat open
      When Ada asks "Is there a ferry?" and <mishap>
      Then Ada's question is on record once, and is answered

      Examples:
        | mishap                                    |
        | the question is lost on its way           |
        | the word that it arrived never comes back |

    @req:E3.3 @req:I4.3 @layer:page @needs:browser @needs:mailbox
    Scenario: Two questions are asked in a tunnel
      Given Ada is on the train with her chat open
      And Ada's train has entered a tunnel
      When Ada asks "Is there a ferry?" and "And a cabin?" before its end
      Then Ada reads both questions and both answers, each once and in this order

  Rule: Whoever was logged in before the tunnel is logged in after it

    @req:I4.1 @layer:page @needs:browser @platform:short-lived-tokens @needs:mailbox
    Scenario: A tunnel that is longer than a login stays fresh
      Given Ada is on the train with her chat open
      When Ada's train is in a tunnel until her login has to be renewed
      Then Ada is connected again without logging in, in the same session
      And Ada gets an answer to her next question
