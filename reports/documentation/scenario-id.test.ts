import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ScenarioIds, type Named } from './scenario-id';

const named = (more: Partial<Named> = {}): Named => ({
  ...{ uri: 'features/chat/many-tabs.feature', rule: 'Every tab', name: 'A third tab', row: [] },
  ...more,
});
const id = (more: Partial<Named> = {}): string => new ScenarioIds().of(named(more));

describe('the id of a scenario', () => {
  it('is readable, and the same in every run and on every system', () => {
    assert.match(id(), /^a-third-tab-[0-9a-f]{8}$/);
    assert.equal(id(), id());
    assert.equal(id({ uri: 'features\\chat\\many-tabs.feature' }), id());
  });

  it('is another for another file, rule, name or row of examples', () => {
    const all = [
      ...[id(), id({ uri: 'features/other.feature' }), id({ rule: null }), id({ name: 'A third tab!' })],
      ...[id({ row: ['on the pages'] }), id({ row: ['with an app'] })],
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it('tells the same words twice under one rule apart by their order', () => {
    const ids = new ScenarioIds();
    assert.deepEqual([ids.of(named()), ids.of(named())], [id(), `${id()}-2`]);
  });
});
