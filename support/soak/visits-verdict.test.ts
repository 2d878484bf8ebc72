import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOfVisits, slopeOf, type Visited } from './visits-verdict';

const MEGABYTE = 1_048_576;
const HELD = { connections: 20, timers: 10, listeners: 500 };
const LEVEL = Array.from({ length: 20 }, (_, at) => 35 * MEGABYTE + (at % 2 === 0 ? 200_000 : 0));
const VISITED: Visited = { people: 10, heaps: LEVEL, before: HELD, after: HELD, breaches: [] };

const broken = (change: Partial<Visited>) =>
  claimsOfVisits({ ...VISITED, ...change })
    .filter(({ holds }) => !holds)
    .map(({ words }) => words);

describe('the verdict on visits', () => {
  it('holds where memory goes up and down', () => {
    assert.deepEqual(broken({}), []);
  });

  it('finds what each visit leaves in memory', () => {
    const heaps = LEVEL.map((heap, wave) => heap + wave * 10 * 20_000);
    assert.match(broken({ heaps })[0] ?? '', /of 200 visits each leaves 1[89]\.\d KB behind/);
  });

  it('forgives what is compiled at first', () => {
    assert.deepEqual(broken({ heaps: LEVEL.map((heap, wave) => heap + Math.min(wave, 8) * 500_000) }), []);
  });

  it('finds what was not let go of, and not what pools do', () => {
    assert.deepEqual(broken({ after: { ...HELD, connections: 25 } }), []);
    assert.match(
      broken({ after: { ...HELD, timers: 210 } })[0] ?? '',
      /210 timers are left, before there were 10/,
    );
  });

  it('knows a slope when it sees one', () => {
    assert.equal(slopeOf([1, 3, 5, 7]), 2);
    assert.equal(slopeOf([4, 4, 4]), 0);
  });
});
