import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionIn } from './triage';

test('a decision is found as it was asked for, and wrapped as models like it', () => {
  assert.equal(decisionIn('{"agent": "data", "reason": "figures"}')?.agent, 'data');
  assert.equal(decisionIn('Sure!\n```json\n{"agent":"report","reason":"chat"}\n```')?.agent, 'report');
  assert.equal(decisionIn('{"agent":"data"}')?.reason, '');
});

test('anything else is no decision', () => {
  for (const text of [
    '',
    'data',
    '{',
    '{}',
    '{"agent":"supervisor"}',
    '{"agent":["data"]}',
    '[1]',
    '{agent: data}',
  ]) {
    assert.equal(decisionIn(text), undefined, text);
  }
});
