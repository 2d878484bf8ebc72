import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { summarySchema, type Summary } from './summary-schema';

/** The recorder under the real Cucumber, in a project made for this test. */

const ROOT = join(__dirname, '..');
const CUCUMBER = join(ROOT, 'node_modules', '@cucumber', 'cucumber');

const FEATURE = `
@journey:many-tabs
Feature: Many tabs
  @req:U5.1
  Scenario: it passes
    Given a tab
    Then it holds
  Scenario: it fails
    Given a tab
    Then it breaks with "planted-by-a-worker"
  Scenario: it is skipped
    Given a tab that is skipped
  Scenario: it is undefined
    Given the moon
  Scenario: it is empty
  @needs:inbox
  Scenario: it lacks something
    Given a tab
`;
const STEPS = `
const { Given, Then, Before, After, BeforeAll } = require(${JSON.stringify(CUCUMBER)});
const { registerSecret } = require(${JSON.stringify(join(__dirname, 'redaction.ts'))});
BeforeAll({ name: 'the platform' }, () => {
  if (process.env.BREAKS_AT_START) throw new Error('auth exited with 1');
  if (process.env.QUITS_AT_START) process.exit(130);
});
Before({ tags: '@needs:inbox' }, function () {
  this.attach(JSON.stringify({ capability: 'inbox', reason: 'There is no mailbox.' }), 'application/x.acceptance.unverified+json');
  return 'skipped';
});
After(function () {
  this.attach(JSON.stringify({ residue: [], measures: [{ name: 'm', ms: 1, budget_ms: 2 }] }), 'application/x.acceptance.facts+json');
});
Given('a tab', () => {});
Given('a tab that is skipped', () => 'skipped');
Then('it holds', () => {});
Then('it breaks with {string}', (word) => { registerSecret(word); throw new Error('it said ' + word + ' aloud'); });
`;

describe('the recorder under Cucumber', () => {
  let project = '';
  before(() => {
    project = mkdtempSync(join(tmpdir(), 'run-recorder-'));
    mkdirSync(join(project, 'features'));
    writeFileSync(join(project, 'features', 'many-tabs.feature'), FEATURE);
    writeFileSync(join(project, 'steps.js'), STEPS);
    const settings = {
      paths: [join(project, 'features')],
      require: [join(project, 'steps.js')],
      requireModule: ['ts-node/register'],
      format: ['./reports/run-recorder.cjs'],
      formatOptions: { acceptance: { directory: join(project, 'output') } },
    };
    writeFileSync(join(project, 'cucumber.json'), JSON.stringify({ default: settings }));
  });
  after(() => rmSync(project, { recursive: true }));

  function cucumber(
    args: string[],
    env: NodeJS.ProcessEnv = {},
  ): { code: number | null; told: string; summary: Summary } {
    const config = relative(ROOT, join(project, 'cucumber.json'));
    const run = spawnSync(
      process.execPath,
      [join(CUCUMBER, 'bin', 'cucumber.js'), '--config', config, ...args],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '', ACCEPTANCE_RUN_FILE: '', ...env },
      },
    );
    const summary = summarySchema.parse(
      JSON.parse(readFileSync(join(project, 'output', 'summary.json'), 'utf8')),
    );
    return { code: run.status, told: run.stdout + run.stderr, summary };
  }

  for (const args of [[], ['--parallel', '2']])
    it(`tells every outcome apart${args.length > 0 ? ' with parallel workers' : ''}`, () => {
      const { code, told, summary } = cucumber(args);
      assert.equal(code, 1);
      assert.deepEqual(summary.totals, {
        scenarios: 6, passed: 1, failed: 1, undefined: 2, ambiguous: 0, pending: 0, skipped: 1, unverified: 1, steps: 7,
      }); // prettier-ignore
      assert.equal(summary.measures[0]?.samples, 6);
      assert.match(told, /it said \[redacted:secret\] aloud/);
      const messages = readFileSync(join(project, 'output', 'messages.ndjson'), 'utf8');
      const afterwards = messages.slice(messages.indexOf('"testStepFinished"'));
      assert.match(afterwards, /it said \[redacted:secret\] aloud/);
      assert.doesNotMatch(afterwards, /it said planted/);
    });

  it('makes the process fail where Cucumber alone would not', () => {
    assert.equal(cucumber(['--name', 'it is empty']).code, 1);
    assert.equal(cucumber(['--name', 'no such scenario']).code, 1);
    assert.equal(cucumber(['--name', 'it (passes|lacks something)']).code, 0);
  });

  it('is honest about a run that dies before its first scenario', () => {
    const broken = cucumber([], { BREAKS_AT_START: '1' });
    assert.equal(broken.code, 1);
    assert.equal(broken.summary.journeys.find(({ id }) => id === 'many-tabs')?.status, 'blocked');
    assert.match(broken.summary.run.failure ?? '', /auth exited with 1/);
    const quit = cucumber([], { QUITS_AT_START: '1' });
    assert.equal(quit.code, 130);
    assert.equal(quit.summary.totals.skipped, 6);
    assert.match(quit.summary.run.failure ?? '', /cut short/);
    assert.equal(existsSync(join(project, 'output', 'cucumber.html')), false);
  });
});
