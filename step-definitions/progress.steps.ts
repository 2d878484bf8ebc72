import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';
import { PROMPTS } from '../world/prompts';
import { faultsOf, PACE_NAMES } from '../world/run-course';
import { SERVICE_LEVELS } from '../world/service-levels';

const STEPS_OF_WORK = [
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'partial_result',
  'final_report',
  'agent_completed',
];

When('{actor} asks two questions at once, each in a conversation of its own', async function (actor: Actor) {
  await actor.progress.askAtOnce(['What do 3 servers at 14 dollars cost?', 'And what is 7 * 6?']);
});

Given(
  'the assistant knows what {actor} may ask, from small talk to three tools',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.assistant.knows(PROMPTS);
  },
);

When('{actor} asks all of it at once', async function (actor: Actor) {
  await actor.progress.askAtOnce(PROMPTS.map(({ words }) => words));
});

When('{actor} goes on with {string}', async function (actor: Actor, words: string) {
  await actor.chat.goOn(words);
});

When(
  '{actor} keeps an eye on her/his/their page while she/he/they asks/ask {string}',
  needing('browser'),
  async function (actor: Actor, words: string) {
    await actor.progress.askWatching(words);
  },
);

Then('{actor} is told of every step, from the first agent to the last', async function (actor: Actor) {
  const course = await actor.progress.course();
  expect(
    course.map(({ type }) => type),
    'the kinds of steps',
  ).to.include.members(STEPS_OF_WORK);
  expect(faultsOf(course), 'what is wrong with their order').to.deep.equal([]);
});

Then("each step of {actor}'s answer says who does what, and what comes of it", async function (actor: Actor) {
  const course = await actor.progress.course();
  const of = (type: string) => course.filter((frame) => frame.type === type).map(({ payload }) => payload);
  const agents = ['triage', 'data', 'report'];
  expect(
    of('agent_started').map(({ agent }) => agent),
    'who starts',
  ).to.deep.equal(['supervisor', ...agents]);
  for (const { step, steps, thought } of of('agent_thinking')) {
    expect(step, `the number of the step "${String(thought)}"`).to.be.within(1, Number(steps));
    expect(thought, 'a thought').to.match(/^[A-Z].+\.$/);
  }
  expect(
    of('tool_executing').map((told) => told['arguments']),
    'what the tool is asked',
  ).to.deep.equal([{ expression: '3 * 14' }]);
  expect(
    of('tool_completed').map(({ result }) => result),
    'what the tool finds',
  ).to.deep.equal([{ value: 42 }]);
  const [{ agents: named, tools } = {}] = of('final_report');
  expect({ named, tools }, 'who had a part in the answer').to.deep.equal({
    named: agents,
    tools: ['calculate'],
  });
});

Then(
  '{actor} sees the calculator asked for {string}, and then for {string}',
  async function (actor: Actor, first: string, then: string) {
    const course = await actor.progress.course();
    const asked = course
      .filter(({ type }) => type === 'tool_executing')
      .map(({ payload }) => payload['arguments']);
    expect(asked, 'what the calculator is asked').to.deep.equal([
      { expression: first },
      { expression: then },
    ]);
  },
);

Then(
  "the agents begin {actor}'s next answer with what was said before",
  needing('llm-script'),
  async function (actor: Actor) {
    const course = await actor.progress.course();
    const { title, said } = await actor.progress.conversation();
    const started = course.filter(({ type }) => type === 'agent_started');
    for (const { payload } of started)
      expect(payload['context'], `what ${String(payload['agent'])} begins with`).to.deep.equal({
        ...{ thread_title: title, earlier_messages: said.length - 1 },
      });
    expect(said, 'a question, its answer and another question').to.have.length(3);
    const written = (await actor.assistant.requests()).findLast(({ agent }) => agent === 'report');
    const told = written?.messages.filter(({ role }) => role === 'user' || role === 'assistant');
    expect(told?.map(({ content }) => content).filter(Boolean), 'what the writer is told').to.deep.equal(
      said,
    );
  },
);

Then(
  'what the agents found for {actor} is on record',
  needing('databases'),
  async function (this: JourneyWorld, actor: Actor) {
    const run = await actor.progress.runOnRecord();
    expect(run, 'the run as it is on record').to.include({ status: 'running', next: 'report' });
    expect(run.agents, 'who is done').to.deep.equal(['triage', 'data']);
    expect(run.results, 'what the tools found').to.deep.equal(['42']);
  },
);

Then(
  "the steps of each of {actor}'s answers come in order, none missing and none twice",
  async function (actor: Actor) {
    const courses = await actor.progress.courses();
    expect(courses, 'answers').to.have.length(2);
    for (const course of courses)
      expect(faultsOf(course), 'what is wrong with their order').to.deep.equal([]);
  },
);

Then('each step reaches {actor} within its time', async function (actor: Actor) {
  const delays = await actor.progress.delays();
  for (const pace of PACE_NAMES)
    expect(delays[pace], `how long a ${pace} step was on its way`).to.be.within(
      0,
      SERVICE_LEVELS[`${pace}_event`],
    );
});

Then(
  "each of {actor}'s questions takes the tools that it needs, and is answered",
  async function (actor: Actor) {
    const courses = await actor.progress.courses();
    expect(courses, 'answers').to.have.length(PROMPTS.length);
    for (const [place, { words, tools, reads }] of PROMPTS.entries()) {
      const course = courses[place] ?? [];
      const used = course
        .filter(({ type }) => type === 'tool_executing')
        .map(({ payload }) => payload['tool']);
      expect(used, `the tools for "${words}"`).to.deep.equal(tools.map(({ name }) => name));
      const report = course.find(({ type }) => type === 'final_report');
      expect(report?.payload['content'], `the answer to "${words}"`).to.include(reads);
    }
  },
);

Then(
  'neither of {actor} and {actor} is told what the agents do for the other',
  async function (one: Actor, other: Actor) {
    for (const [who, whose] of [
      [one, other],
      [other, one],
    ] as const) {
      const [own, theirs] = [await who.progress.course(), await whose.progress.course()];
      await who.chat.ask('And what do 4 servers cost?');
      await who.chat.answer(); // What was sent to the wrong one before this has come by now.
      const told = new Set(who.chat.frames().map(({ run_id }) => run_id));
      expect(told.has(own[0]?.run_id), `whether ${who.name} is told of the own answer`).to.equal(true);
      expect(told.has(theirs[0]?.run_id), `whether ${who.name} is told of ${whose.name}'s`).to.equal(false);
    }
  },
);

Then("{actor}'s page has shown every step when it came", needing('browser'), async function (actor: Actor) {
  const { steps } = await actor.progress.onPage();
  const missing = steps.filter(({ shownAt }) => shownAt === undefined).map(({ shows }) => shows);
  expect(missing, 'what the page never showed').to.deep.equal([]);
  expect(
    steps.map(({ type }) => type),
    'the kinds of steps',
  ).to.include.members(STEPS_OF_WORK);
  const first = steps.find(({ type }) => type === 'agent_thinking')?.shownAt;
  const end = steps.find(({ type }) => type === 'agent_completed')?.arrivedAt;
  expect(first, 'when the first thought showed').to.be.lessThan(end ?? NaN);
});

Then(
  'each part of the page keeps up with its own pace',
  needing('browser'),
  async function (this: JourneyWorld) {
    for (const { progress, name } of this.cast.everyone()) {
      const delays = await progress.pageDelays();
      for (const pace of PACE_NAMES)
        expect(delays[pace], `how late ${name}'s page shows what is ${pace}`).to.be.within(
          0,
          SERVICE_LEVELS[`page_${pace}_part`],
        );
    }
  },
);
