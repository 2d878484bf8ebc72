import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunSeen, ScenarioSeen } from '../reruns/suite-run';
import { alwaysRed, differencesBetween } from './comparison';

type Outcomes = Readonly<Record<string, ScenarioSeen['outcome']>>;

function run(outcomes: Outcomes): RunSeen {
  const scenarios = Object.entries(outcomes).map(([place, outcome]) => ({
    place,
    name: `scenario at ${place}`,
    journey: 'a-journey',
    outcome,
    at: outcome === 'passed' ? null : ('own' as const),
    stepFiles: [],
    message: outcome === 'passed' ? null : 'Ada never got an answer.',
  }));
  return { exitCode: 0, directory: '/somewhere', durationMs: 1, scenarios, said: '' };
}

describe('runs compared', () => {
  it('do not differ where everything came out the same', () => {
    const runs = [run({ 'a:1': 'passed', 'a:2': 'failed' }), run({ 'a:2': 'failed', 'a:1': 'passed' })];
    assert.deepEqual(differencesBetween(runs), []);
  });

  it('show a scenario that failed once, with what was said', () => {
    const runs = [run({ 'a:1': 'passed' }), run({ 'a:1': 'failed' }), run({ 'a:1': 'passed' })];
    assert.deepEqual(differencesBetween(runs), [
      {
        place: 'a:1',
        name: 'scenario at a:1',
        sightings: [
          { run: 1, outcome: 'passed', message: null },
          { run: 2, outcome: 'failed', message: 'Ada never got an answer.' },
          { run: 3, outcome: 'passed', message: null },
        ],
      },
    ]);
  });

  it('show a scenario that one run did not come to', () => {
    const [difference] = differencesBetween([
      run({ 'a:1': 'passed', 'a:2': 'passed' }),
      run({ 'a:2': 'passed' }),
    ]);
    assert.equal(difference?.place, 'a:1');
    assert.deepEqual(
      difference.sightings.map(({ outcome }) => outcome),
      ['passed', 'missing'],
    );
  });

  it('name what is red every time, and only that', () => {
    const runs = [
      run({ 'a:1': 'failed', 'a:2': 'failed', 'a:3': 'unverified' }),
      run({ 'a:1': 'skipped', 'a:2': 'passed', 'a:3': 'unverified' }),
    ];
    assert.deepEqual(
      alwaysRed(runs).map(({ place }) => place),
      ['a:1'],
    );
  });
});
