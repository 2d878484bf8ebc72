@journey:environment-readiness @priority:high @owner:platform @mrr:none @audience:engineer
Feature: An environment is ready before the first customer comes
  A release can be right and the environment wrong: a port of yesterday, a secret of staging, a database without its
  tables. Whoever looks before the first customer comes loses minutes; whoever does not loses the morning.
  No revenue of its own: every journey takes place in an environment.

  Rule: Everything that the platform is made of is there

    @req:P6.1 @req:P6.3
    Scenario: A round through the environment
      When the operators examine the environment
      Then every service answers under its own name, and says that it is ready
      And each of them says of everything it stands on, the language model included, that it is there

    @req:P6.2 @req:P6.5 @needs:databases @needs:cache @needs:usage-figures
    Scenario: A round through the stores
      When the operators examine the environment
      Then both databases, the cache and the usage figures answer
      And what the services keep in their databases has its place there
      And all clocks agree

    @req:P6.4 @platform:tight-limits @needs:logs
    Scenario: Many calls through one front door
      When 6 people ask at the front door at the same moment
      Then both backends have answered some of them

  Rule: A setting that belongs to another environment is named before it does harm

    @req:P6.5 @needs:service-credentials
    Scenario: What was agreed between the parts of the platform
      When the operators examine the environment
      Then the pages may open the chat
      And tokens can be checked, and nobody else can make them
      And the services know each other by their secrets

    @req:P6.5 @needs:databases @needs:service-credentials
    Scenario: Settings that were copied from another environment
      When the operators examine the environment with settings of another one:
        | the backend's port                       |
        | the address of the pages                 |
        | the backend's secret at the auth service |
        | the password of auth's database          |
      Then each of them is named in a sentence of its own

  Rule: What people do goes through every store, whole

    @req:P8.1 @req:P8.2 @needs:mailbox @needs:databases @needs:cache
    Scenario: Clicks that were sent twice
      Given Ada has her chat open in two tabs
      When each of Ada's 3 questions leaves both tabs at the same moment
      Then each of them is on record once, in a conversation of its own, with Ada's answer
      And the cache knows Ada's login, and forgets it when she logs out

    @req:P8.3 @req:P8.4 @needs:mailbox @needs:llm-script @needs:usage-figures
    Scenario: One question, from the language model to the figures
      Given Ada is a new customer with her chat open
      And the assistant works out "3 * 14" to answer Ada's question "What do 3 servers at 14 dollars cost?" with "They cost … dollars."
      When Ada asks "What do 3 servers at 14 dollars cost?"
      Then Ada reads the answer "They cost 42 dollars."
      And each agent has asked the language model on Ada's behalf, and heard it out
      And each step of Ada's answer is in the usage figures, with what it took
