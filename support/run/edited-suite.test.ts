import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runSuite, type RunSeen } from '../reruns/suite-run';
import { EditedSuite } from '../testing/edited-suite';

/** The whole gate, as `npm run acceptance` and `npm run lint:features` are, over a suite that somebody edited. */

const PROJECT = resolve(__dirname, '..', '..');
const RUN_DEADLINE_MS = 60_000;

const HEAD = `@journey:new-user-first-chat @priority:critical @owner:growth @mrr:100000
Feature: A suite that somebody edited
`;
const AS_IT_WAS = 'It is as it was';

interface Edit {
  readonly scenario: string;
  /** What the run must say of it. */
  readonly says: RegExp;
  readonly outcome: string;
}

const EDITS: Readonly<Record<string, Edit>> = {
  'A Then asserts nothing': {
    scenario: 'Given a question\n When it is asked\n Then nobody looks at the answer',
    outcome: 'failed',
    says: /This Then passed without having looked at anything: it makes no assertion\./,
  },
  'One Then of two asserts nothing': {
    scenario: 'Given a question\n When it is asked\n Then it is answered\n And nobody looks at the answer',
    outcome: 'failed',
    says: /This Then passed without having looked at anything: it makes no assertion\./,
  },
  'The Then was deleted': {
    scenario: 'Given a question\n When it is asked',
    outcome: 'failed',
    says: /Its steps asserted nothing\./,
  },
  'The scenario was emptied': { scenario: '', outcome: 'undefined', says: /It has no steps\./ },
  'A failed assertion is caught': {
    scenario: 'Given a question\n When it is asked\n Then a wrong answer is taken for a right one',
    outcome: 'failed',
    says: /An assertion failed in this step, and the step passed all the same: the answer: expected 'no'/,
  },
  'A wait that fails is caught': {
    scenario: 'Given a question\n When it is asked\n Then an answer that never comes is not missed',
    outcome: 'failed',
    says: /An assertion failed in this step, and the step passed all the same: no answer ever came/,
  },
  'A step has no definition': {
    scenario: 'Given a question\n When it is asked\n Then it is answered in verse',
    outcome: 'undefined',
    says: /No step definition says what "it is answered in verse" means\./,
  },
  'A step has two definitions': {
    scenario: 'Given a question\n When it is asked\n Then it is answered twice',
    outcome: 'ambiguous',
    says: /Several step definitions match "it is answered twice"\./,
  },
  'A step is not written yet': {
    scenario: 'Given a question\n When it is asked\n Then it is answered some day',
    outcome: 'pending',
    says: /"it is answered some day" is not written yet\./,
  },
  'A step skips the scenario': {
    scenario: 'Given a question that nobody wants to ask\n When it is asked\n Then it is answered',
    outcome: 'skipped',
    says: /It was skipped without a declared reason\./,
  },
};

const FEATURE = [
  HEAD,
  scenario(AS_IT_WAS, 'Given a question\n When it is asked\n Then it is answered'),
  ...Object.entries(EDITS).map(([title, edit]) => scenario(title, edit.scenario)),
].join('\n');

function scenario(title: string, steps: string): string {
  return `  @req:U10.1\n  Scenario: ${title}\n${steps.replace(/^/gm, '    ')}\n`;
}

const STEPS = `import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { eventually, NotYet } from '../support/eventually';

const said = ['no'];

Given('a question', () => undefined);
Given('a question that nobody wants to ask', () => 'skipped');
When('it is asked', () => undefined);
Then('it is answered', () => { expect(said, 'the answers').to.have.length(1); });
Then('nobody looks at the answer', () => undefined);
Then('a wrong answer is taken for a right one', () => {
  try {
    expect(said[0], 'the answer').to.equal('yes');
  } catch {}
  expect(said, 'the answers').to.have.length(1);
});
Then('an answer that never comes is not missed', async () => {
  const look = () => { throw new NotYet('silence'); };
  await eventually('no answer ever came', look, { within: 20 }).catch(() => undefined);
  expect(said, 'the answers').to.have.length(1);
});
Then('it is answered twice', () => undefined);
Then('it is answered {word}', () => undefined);
Then('it is answered some day', () => 'pending');
`;

describe('the gate, over a suite that somebody edited', () => {
  let suite: EditedSuite;
  let run: RunSeen;

  before(async () => {
    const features = { 'onboarding/new-user-first-chat.feature': FEATURE };
    suite = await EditedSuite.of({ features, steps: { 'question.steps.ts': STEPS } });
    run = await acceptance('edited');
  });
  after(() => suite.remove());

  function acceptance(results: string, ...args: string[]): Promise<RunSeen> {
    return runSuite({
      args: ['--target', 'healthy', '--workers', '1', ...args],
      directory: join(suite.folder, results),
      env: suite.env,
      project: suite.folder,
      within: RUN_DEADLINE_MS,
    });
  }

  it('is green over the scenario that is as it was', async () => {
    const alone = await acceptance('as-it-was', '--name', AS_IT_WAS);
    assert.equal(alone.exitCode, 0, alone.said);
    assert.deepEqual(
      alone.scenarios.map(({ name, outcome }) => [name, outcome]),
      [[AS_IT_WAS, 'passed']],
    );
  });

  it('is red, for the edited scenarios and not for the one beside them', () => {
    assert.equal(run.exitCode, 1, run.said);
    const passed = run.scenarios.filter(({ outcome }) => outcome === 'passed').map(({ name }) => name);
    assert.deepEqual(passed, [AS_IT_WAS]);
  });

  for (const [title, { outcome, says }] of Object.entries(EDITS))
    it(`names the scenario and what is wrong: ${title}`, () => {
      const seen = run.scenarios.find(({ name }) => name === title);
      assert.deepEqual([seen?.outcome, says.test(seen?.message ?? '')], [outcome, true], seen?.message ?? '');
      const told = run.said.slice(run.said.indexOf('What is red'));
      const block = told.slice(told.indexOf(title), told.indexOf(title) + 400).replace(/\s+/g, ' ');
      assert.match(block, says, told);
    });

  it('finds the deleted Then and the emptied scenario without running them too', async () => {
    const { exitCode, said } = await started(suite, 'support/feature-checks/main.ts');
    assert.equal(exitCode, 1, said);
    assert.match(said, /feature:\d+ {2}"The Then was deleted" has no Then; say what comes of it\./);
    assert.match(said, /feature:\d+ {2}"The scenario was emptied" is empty; write its steps or remove it\./);
    assert.doesNotMatch(said, new RegExp(`"${AS_IT_WAS}"`));
  });

  it('refuses to try again, by whatever way it is started', async () => {
    const refused = /^--retry is refused: .*mend its cause instead\.$/;
    const plain = await started(suite, 'node_modules/@cucumber/cucumber/bin/cucumber.js', '--retry', '2');
    const ours = await started(suite, 'support/run/acceptance.ts', '--', '--retry=2');
    for (const { exitCode, said } of [plain, ours]) {
      assert.equal(exitCode, 2, said);
      assert.match(said.trim(), refused);
    }
  });
});

/** A script of the project, or of a package, started in the suite's folder. */
async function started(
  { folder, env }: EditedSuite,
  ...[script = '', ...args]: readonly string[]
): Promise<{ exitCode: number | null; said: string }> {
  const command = ['-r', join(PROJECT, 'support/register.cjs'), join(PROJECT, script), ...args];
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, ...env, ACCEPTANCE_OUTPUT: join(folder, 'never-begun') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const exitCode = await new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  return { exitCode, said: Buffer.concat(said).toString('utf8') };
}
