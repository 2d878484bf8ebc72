import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IN_THEN, LACKING, SKIPPED, feature, resultOf } from '../test-support/results';
import type { Script } from '../test-support/stream';

const one = (script: Script, tags = '', file = {}) =>
  resultOf({
    features: feature('base', { 'the one': tags, another: '' }),
    scripts: { 'the one': script },
    file,
  });

/** [outcome, exit code] of a run in which everything else passed. */
function expectVerdict(
  result: ReturnType<typeof one>,
  outcome: string,
  exitCode: number,
  reason = /^/,
): void {
  const verdict = result.judged.find(({ scenario }) => scenario.name === 'the one')?.verdict;
  assert.deepEqual([verdict?.outcome, result.summary.run.exit_code], [outcome, exitCode]);
  assert.match(verdict?.reason ?? '', reason);
}

describe('the verdict on a scenario', () => {
  it('is passed, and the run green, when every step passed', () => expectVerdict(one({}), 'passed', 0));
  it('is failed when a step failed', () => expectVerdict(one(IN_THEN), 'failed', 1, /expected one/));
  it('is failed when a hook failed', () => expectVerdict(one({ after: 'FAILED' }), 'failed', 1));

  it('is failed when an After hook failed behind an undefined step', () =>
    expectVerdict(one({ steps: ['UNDEFINED'], after: 'FAILED' }), 'failed', 1));

  it('is undefined, ambiguous or pending as Cucumber says, and red', () => {
    expectVerdict(one({ steps: ['PASSED', 'UNDEFINED', 'SKIPPED'] }), 'undefined', 1, /"she speaks"/);
    expectVerdict(one({ steps: ['AMBIGUOUS', 'SKIPPED', 'SKIPPED'] }), 'ambiguous', 1);
    expectVerdict(one({ steps: ['PASSED', 'PENDING', 'SKIPPED'] }), 'pending', 1);
  });

  it('is unverified, and green, when it was skipped with a declared reason', () =>
    expectVerdict(one(LACKING), 'unverified', 0, /keeps its key/));

  it('is unverified when it needs what the run knows to be lacking', () =>
    expectVerdict(
      one(SKIPPED, '@needs:inbox', { lacking: { inbox: 'There is no mailbox.' } }),
      'unverified',
      0,
      /no mailbox/,
    ));

  it('is skipped, and red, when nobody says why', () =>
    expectVerdict(one(SKIPPED, '@needs:inbox'), 'skipped', 1, /without a declared reason/));

  it('is failed when a scenario that declared itself unverified failed in its clean-up', () =>
    expectVerdict(one({ ...LACKING, after: 'FAILED' }), 'failed', 1));

  it('is unverified although everything passed, when it says that it could not look', () => {
    const { unverified } = LACKING;
    expectVerdict(one(unverified ? { unverified } : {}), 'unverified', 0);
  });

  it('is failed when it passed only at its second attempt', () =>
    expectVerdict(one({ failedAttempts: 1 }), 'failed', 1, /attempt 2/));

  it('is failed when its steps asserted nothing', () => {
    expectVerdict(one({ facts: { assertions: 0 } }), 'failed', 1, /asserted nothing/);
    expectVerdict(one({ facts: { assertions: 3 } }), 'passed', 0);
    expectVerdict(one({ facts: {} }), 'passed', 0);
  });

  it('is failed when its facts are not as agreed', () =>
    expectVerdict(
      one({ facts: { measures: [{ name: 'x', ms: 'soon' }] } }),
      'failed',
      1,
      /facts are not as agreed/,
    ));

  it('is undefined when it is empty', () => {
    const features = {
      'features/c/base.feature': 'Feature: F\n  Scenario: the one\n  Scenario: another\n    Given Ada\n',
    };
    expectVerdict(resultOf({ features }), 'undefined', 1, /no steps/);
  });
});

describe('the exit code of a run', () => {
  const features = feature('base', { a: '', b: '' });
  const exitCode = (given: Partial<Parameters<typeof resultOf>[0]>) =>
    resultOf({ features, ...given }).summary.run.exit_code;

  it('is 0 when all passed, also beside what was filtered out or is unverified', () => {
    assert.equal(exitCode({}), 0);
    assert.equal(exitCode({ scripts: { a: { filtered: true } } }), 0);
    assert.equal(exitCode({ scripts: { a: LACKING } }), 0);
  });

  it('is 1 when nothing was checked', () => {
    assert.equal(exitCode({ features: {} }), 1);
    assert.equal(exitCode({ scripts: { a: { filtered: true }, b: { filtered: true } } }), 1);
    assert.equal(exitCode({ scripts: { a: LACKING, b: LACKING } }), 1);
  });

  it('is 1 when the run failed around its scenarios', () => {
    assert.equal(exitCode({ file: { failure: 'A process was left behind.' } }), 1);
    assert.equal(exitCode({ afterAll: { status: 'FAILED' } }), 1);
    assert.equal(exitCode({ ends: false }), 1);
  });
});

describe('totals', () => {
  it('count what was to run, each once', () => {
    const { totals } = resultOf({
      features: { ...feature('base', { a: '', b: '', c: '' }), ...feature('upper', { d: '', e: '' }) },
      scripts: { a: IN_THEN, b: LACKING, c: SKIPPED, d: { filtered: true }, e: { failedAttempts: 2 } },
    }).summary;
    assert.deepEqual(totals, {
      scenarios: 4, passed: 0, failed: 2, undefined: 0, ambiguous: 0, pending: 0, skipped: 1, unverified: 1, steps: 12,
    }); // prettier-ignore
  });
});
