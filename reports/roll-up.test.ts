import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totalOf } from './roll-up';
import { STATES } from './states';
import type { Script } from './test-support/stream';
import {
  IN_GIVEN,
  IN_THEN,
  LACKING,
  REAL,
  feature,
  proofOf,
  resultOf,
  statusOf,
} from './test-support/results';

const FEATURES = {
  ...feature('base', { 'base one': '@req:A1.1', 'base two': '@req:A1.2', 'base three': '@req:A3.1' }),
  ...feature('upper', { 'upper one': '@req:A2.1 @req:A1.1' }),
  ...feature('lone', { 'lone one': '@req:B1.1' }),
};

describe('revenue', () => {
  it('counts a journey once, at its state', () => {
    const { revenue } = resultOf({
      features: FEATURES,
      scripts: { 'base two': IN_THEN },
      proof: proofOf('B1.1'),
    }).summary;
    assert.deepEqual(
      STATES.map((state) => [state, revenue[state]]),
      [['at_risk', 100], ['blocked', 0], ['uncovered', 0], ['unverified', 0], ['unproven', 50], ['protected', 100]],
    ); // prettier-ignore
    assert.equal(revenue.unit, 'USD/month');
  });

  it('adds up to the same total whatever happens', () => {
    const cases: Record<string, Script>[] = [
      {},
      { 'base one': IN_THEN, 'upper one': IN_GIVEN },
      { 'lone one': LACKING },
    ];
    for (const scripts of cases)
      assert.equal(totalOf(resultOf({ features: FEATURES, scripts }).summary.revenue), 250);
  });

  it("adds a plan's own figures, each at the state of that test's requirements", () => {
    const { by_plan: plans } = resultOf({
      features: FEATURES,
      scripts: { 'base two': IN_THEN },
      proof: proofOf('B1.1', 'A3.1'),
    }).summary.revenue;
    // A1 failed with A1.2. A3 is of the same journey, but its own requirement passed and is proven.
    assert.deepEqual(plans['A'], {
      at_risk: 100, blocked: 0, uncovered: 0, unverified: 0, unproven: 50, protected: 30, total: 180, as_told: '$9M told',
    }); // prettier-ignore
    // A yearly figure counts a twelfth; a test without a figure counts nothing; what is told is never added.
    assert.deepEqual([plans['B']?.total, plans['B']?.protected], [100, 100]);
  });

  it('puts a test at the worst state of its requirements', () => {
    const stateOfA1 = (given: Partial<Parameters<typeof resultOf>[0]>): string => {
      const plan = resultOf({ features: FEATURES, ...given }).summary.revenue.by_plan['A'];
      return STATES.find((state) => (plan?.[state] ?? 0) >= 100) ?? 'none';
    };
    assert.equal(stateOfA1({}), 'unproven');
    assert.equal(stateOfA1({ proof: proofOf('A1.1', 'A1.2') }), 'protected');
    assert.equal(stateOfA1({ scripts: { 'base two': LACKING } }), 'unverified');
    assert.equal(stateOfA1({ features: feature('base', { x: '@req:A1.1' }) }), 'uncovered');
    assert.equal(stateOfA1({ beforeAll: { status: 'FAILED' } }), 'blocked');
    assert.equal(stateOfA1({ scripts: { 'base one': IN_THEN, 'base two': LACKING } }), 'at_risk');
  });

  it('tells shares of the whole, and what works', () => {
    const { shares } = resultOf({ features: FEATURES, scripts: { 'base one': IN_THEN } }).summary.revenue;
    assert.deepEqual([shares.at_risk, shares.unproven, shares.working], [0.4, 0.6, 0.6]);
  });

  it('knows the figures of the real catalogue', () => {
    const { revenue } = resultOf({ features: {}, catalogue: REAL }).summary;
    assert.equal(totalOf(revenue), 786_667);
    assert.equal(revenue.by_plan['U']?.total, 630_000);
    assert.equal(revenue.by_plan['E']?.total, 235_000);
    assert.equal(revenue.by_plan['P']?.total, 41_667);
    const told = '$200K MRR protected, $397K at risk behind a broken WebSocket';
    assert.deepEqual([revenue.by_plan['S']?.total, revenue.by_plan['S']?.as_told], [0, told]);
  });
});

describe('a demand', () => {
  it('is passed only if every scenario that claims it ran and passed', () => {
    assert.equal(statusOf(resultOf({ features: FEATURES }), 'A1.1'), 'passed');
    assert.equal(
      statusOf(resultOf({ features: FEATURES, scripts: { 'upper one': { filtered: true } } }), 'A1.1'),
      'unverified',
    );
    assert.equal(
      statusOf(resultOf({ features: FEATURES, scripts: { 'upper one': LACKING } }), 'A1.1'),
      'unverified',
    );
    assert.equal(
      statusOf(resultOf({ features: FEATURES, scripts: { 'upper one': IN_THEN } }), 'A1.1'),
      'failed',
    );
    const blocked = resultOf({ features: FEATURES, scripts: { 'base two': IN_THEN, 'upper one': IN_GIVEN } });
    assert.equal(statusOf(blocked, 'A2.1'), 'blocked');
  });

  it('is missing while no scenario claims it, and so is a demand on the suite that no run can answer', () => {
    const result = resultOf({ features: feature('base', { x: '@req:A1.1' }) });
    assert.equal(statusOf(result, 'A1.2'), 'missing');
    assert.equal(statusOf(result, 'A.S1'), 'missing');
  });

  it('names its scenarios, with the reason if one is no pass', () => {
    const result = resultOf({ features: FEATURES, scripts: { 'upper one': LACKING } });
    const demand = result.summary.requirements.find(({ id }) => id === 'A2.1');
    assert.deepEqual(demand?.scenarios, [
      {
        name: 'upper one',
        place: 'features/c/upper.feature:5',
        outcome: 'unverified',
        reason: 'The target keeps its key.',
      },
    ]);
  });
});
