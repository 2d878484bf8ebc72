import assert from 'node:assert/strict';
import { it } from 'node:test';
import { framesOf } from './frames';
import { factsSchema } from './run/facts';

const facts = (checked: Record<string, number>, sent: number) =>
  factsSchema.parse({ frames: { checked, sent } });

it('adds up what the scenarios saw, and names what none of them did', () => {
  const all = [facts({ pong: 2, error: 1 }, 3), facts({ pong: 1 }, 1), factsSchema.parse({})];
  assert.deepEqual(framesOf(all, ['pong', 'error', 'resumed']), {
    checked: 4,
    by_type: { pong: 3, error: 1 },
    never_seen: ['resumed'],
    sent: 4,
  });
});
