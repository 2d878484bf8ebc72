import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { feature, proofOf, SMALL } from '../test-support/results';
import { stream } from '../test-support/stream';
import { summarise } from '../summarise';
import { Journal } from './journal';
import { runFileSchema } from './run-file';
import { unreadFeatures } from './unread-features';

const root = mkdtempSync(join(tmpdir(), 'unread-'));
after(() => rmSync(root, { recursive: true }));
const FEATURES = { ...feature('base', { one: '@req:A1.1' }), ...feature('lone', { two: '@req:B1.1' }) };
mkdirSync(join(root, 'features', 'c'), { recursive: true });
for (const [file, text] of Object.entries(FEATURES)) writeFileSync(join(root, file), text);

describe('a journey that a run was not given', () => {
  const journal = new Journal();
  for (const envelope of stream({ features: feature('base', { one: '@req:A1.1' }) }))
    journal.update(envelope);
  const unread = unreadFeatures(journal.features, root);
  const { summary } = summarise(journal, {
    ...{ catalogue: SMALL, proof: proofOf('A1.1', 'B1.1'), file: runFileSchema.parse({}), unread },
    ...{ openedAt: 1_800_000_000_000, now: 1_800_000_001_000 },
  });

  it('is found by its file, with what its scenarios claim', () => {
    assert.deepEqual(unread, { journeys: new Set(['lone']), claims: new Set(['B1.1']) });
  });

  it('is unverified and not uncovered, and so are its demands; it protects nothing', () => {
    const stateOf = (id: string) => summary.journeys.find((journey) => journey.id === id)?.status;
    assert.deepEqual(
      [stateOf('base'), stateOf('lone'), stateOf('quiet')],
      ['protected', 'unverified', 'uncovered'],
    );
    assert.equal(summary.requirements.find(({ id }) => id === 'B1.1')?.status, 'unverified');
    assert.deepEqual([summary.revenue.protected, summary.revenue.unverified], [100, 100]);
  });
});
