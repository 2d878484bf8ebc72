import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Script } from './test-support/stream';
import {
  IN_GIVEN,
  IN_THEN,
  IN_WHEN,
  LACKING,
  SKIPPED,
  feature,
  proofOf,
  resultOf,
  stateOf,
  statusOf,
} from './test-support/results';

const FEATURES = {
  ...feature('base', { 'base one': '@req:A1.1', 'base two': '@req:A1.2' }),
  ...feature('upper', { 'upper one': '@req:A2.1', 'upper two': '' }),
  ...feature('top', { 'top one': '' }),
};

const run = (scripts: Record<string, Script>) => resultOf({ features: FEATURES, scripts });

describe('the state of a journey', () => {
  it('is unproven when everything passed and nothing shows that it can fail', () => {
    const result = run({});
    assert.equal(stateOf(result, 'base'), 'unproven');
    assert.equal(result.summary.revenue.protected, 0);
  });

  it('is protected when each requirement it claims has a fresh proof', () => {
    const result = resultOf({ features: FEATURES, proof: proofOf('A1.1', 'A1.2') });
    assert.equal(stateOf(result, 'base'), 'protected');
    assert.equal(result.summary.journeys.find(({ id }) => id === 'base')?.defects_proven, 2);
  });

  it('stays unproven when one of its requirements has no proof, or when it claims none', () => {
    const result = resultOf({ features: FEATURES, proof: proofOf('A1.1') });
    assert.equal(stateOf(result, 'base'), 'unproven');
    assert.equal(stateOf(result, 'top'), 'unproven');
  });

  it('is uncovered while it has no scenario', () => {
    assert.equal(stateOf(run({}), 'lone'), 'uncovered');
  });

  for (const [where, script] of Object.entries({ When: IN_WHEN, Then: IN_THEN }))
    it(`is at risk when a scenario failed in its own ${where}, whatever is upstream`, () => {
      const result = run({ 'base one': IN_THEN, 'upper one': script });
      assert.equal(stateOf(result, 'upper'), 'at_risk');
    });

  it('is at risk when a Given failed while everything upstream is whole', () => {
    assert.equal(stateOf(run({ 'upper one': IN_GIVEN }), 'upper'), 'at_risk');
  });

  it('is blocked when only Givens failed while a journey upstream is not whole', () => {
    const result = run({ 'base one': IN_THEN, 'upper one': IN_GIVEN });
    assert.equal(stateOf(result, 'upper'), 'blocked');
    assert.deepEqual(result.states.get('upper')?.blockedBy, ['base']);
  });

  it('is blocked when only hooks failed while a journey upstream is not whole', () => {
    for (const script of [{ ...SKIPPED, before: 'FAILED' }, { after: 'FAILED' }] satisfies Script[])
      assert.equal(stateOf(run({ 'base one': IN_THEN, 'upper one': script }), 'upper'), 'blocked');
    assert.equal(stateOf(run({ 'upper one': { after: 'FAILED' } }), 'upper'), 'at_risk');
  });

  it('is blocked further down the line too, through a journey that is itself blocked', () => {
    const result = run({
      'base one': IN_THEN,
      'upper one': IN_GIVEN,
      'upper two': IN_GIVEN,
      'top one': IN_GIVEN,
    });
    assert.equal(stateOf(result, 'top'), 'blocked');
    assert.deepEqual(result.states.get('top')?.blockedBy, ['base']);
  });

  it('is at risk when one scenario failed in its Given and another in its Then', () => {
    const result = run({ 'base one': IN_THEN, 'upper one': IN_GIVEN, 'upper two': IN_THEN });
    assert.equal(stateOf(result, 'upper'), 'at_risk');
  });

  it('takes an And for what stands before it, and a * for no Given', () => {
    const upper = (steps: string): string => {
      const features = {
        ...feature('base', { 'base one': '' }),
        'features/c/upper.feature': `Feature: F\n  Scenario: upper one\n${steps}`,
      };
      const failsSecond: Script = { steps: ['PASSED', 'FAILED', 'SKIPPED'] };
      return stateOf(
        resultOf({ features, scripts: { 'base one': IN_THEN, 'upper one': failsSecond } }),
        'upper',
      );
    };
    assert.equal(upper('    Given a\n    And b\n    When c\n'), 'blocked');
    assert.equal(upper('    When a\n    And b\n    Then c\n'), 'at_risk');
    assert.equal(upper('    * a\n    * b\n    * c\n'), 'at_risk');
  });

  it('is not excused by a journey upstream that was not looked at', () => {
    const unverified = run({ 'base one': LACKING, 'base two': LACKING, 'upper one': IN_GIVEN });
    assert.equal(stateOf(unverified, 'upper'), 'at_risk');
    const uncovered = resultOf({
      features: feature('upper', { 'upper one': '' }),
      scripts: { 'upper one': IN_GIVEN },
    });
    assert.equal(stateOf(uncovered, 'upper'), 'at_risk');
  });

  it('is unverified when a scenario was skipped, filtered out, or lacks what the target has not', () => {
    for (const script of [LACKING, SKIPPED, { filtered: true }])
      assert.equal(stateOf(run({ 'base one': script }), 'base'), 'unverified');
  });

  it('is unverified rather than unproven, and at risk rather than unverified', () => {
    assert.equal(stateOf(run({ 'base one': LACKING, 'base two': IN_THEN }), 'base'), 'at_risk');
  });

  for (const status of ['UNDEFINED', 'AMBIGUOUS', 'PENDING'] as const)
    it(`is at risk when a scenario is ${status.toLowerCase()}`, () => {
      const result = run({ 'base one': { steps: ['PASSED', status, 'SKIPPED'] } });
      assert.equal(stateOf(result, 'base'), 'at_risk');
    });

  it('does not depend on the order in which the catalogue or the run lists journeys', () => {
    const features = Object.fromEntries(Object.entries(FEATURES).reverse());
    const result = resultOf({
      features,
      scripts: { 'base one': IN_THEN, 'upper one': IN_GIVEN, 'top one': IN_GIVEN },
    });
    assert.deepEqual(
      ['base', 'upper', 'top'].map((id) => stateOf(result, id)),
      ['at_risk', 'blocked', 'blocked'],
    );
  });
});

describe('a run that never came so far', () => {
  it('blocks every journey that has a scenario, and says why', () => {
    const result = resultOf({
      features: FEATURES,
      beforeAll: { status: 'FAILED', message: 'auth exited with 1' },
    });
    assert.deepEqual(
      ['base', 'upper', 'top', 'lone'].map((id) => stateOf(result, id)),
      ['blocked', 'blocked', 'blocked', 'uncovered'],
    );
    assert.equal(statusOf(result, 'A1.1'), 'blocked');
    assert.match(result.summary.run.failure ?? '', /"the platform" failed: auth exited with 1\./);
    assert.equal(result.summary.totals.skipped, 5);
    assert.equal(result.summary.run.exit_code, 1);
  });

  it('blocks everything when not even the features were read', () => {
    const result = resultOf({ features: {}, file: { failure: 'Redis is missing.' }, ends: false });
    assert.equal(new Set(result.summary.journeys.map(({ status }) => status)).size, 1);
    assert.equal(stateOf(result, 'lone'), 'blocked');
    assert.equal(result.summary.revenue.blocked, 250);
    assert.equal(result.summary.run.failure, 'Redis is missing.');
  });

  it('blocks the journey whose feature cannot be read', () => {
    const result = resultOf({
      features: FEATURES,
      parseErrors: { 'features/c/lone.feature': '(1:1): what is this' },
    });
    assert.equal(stateOf(result, 'lone'), 'blocked');
    assert.equal(stateOf(result, 'base'), 'blocked');
    assert.match(result.summary.run.failure ?? '', /lone\.feature cannot be read/);
  });

  it('leaves unverified what a person cut short', () => {
    const result = resultOf({
      features: FEATURES,
      scripts: { 'upper one': { ends: 'unfinished' }, 'upper two': { ends: 'never' } },
      ends: false,
    });
    assert.equal(stateOf(result, 'upper'), 'unverified');
    assert.equal(result.summary.run.exit_code, 1);
    assert.match(result.summary.run.failure ?? '', /cut short/);
  });

  it('keeps what was seen before it failed', () => {
    const result = resultOf({
      features: FEATURES,
      scripts: {
        'upper one': { ends: 'never' },
        'upper two': { ends: 'never' },
        'top one': { ends: 'never' },
      },
      file: { failure: 'The backend died.' },
    });
    assert.equal(stateOf(result, 'base'), 'unproven');
    assert.equal(stateOf(result, 'upper'), 'blocked');
  });
});
