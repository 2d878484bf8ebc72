import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PROMPTS } from './prompts';

it('are twenty questions, none of which is a part of another one', () => {
  assert.equal(PROMPTS.length, 20);
  for (const { words } of PROMPTS)
    assert.equal(PROMPTS.filter((other) => other.words.includes(words)).length, 1, words);
});
