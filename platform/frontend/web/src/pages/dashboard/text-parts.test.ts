import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partsOf } from './text-parts';

const kinds = (text: string) => partsOf(text).map(({ kind, text: part }) => `${kind}: ${part}`);

describe('the parts of a message', () => {
  it('are one where there is no code, line breaks and all', () => {
    assert.deepEqual(kinds('one\n\ntwo <b>'), ['prose: one\n\ntwo <b>']);
  });

  it('are told apart by fences', () => {
    assert.deepEqual(kinds('see\n```ts\nlet a;\n```\ndone'), ['prose: see', 'code: let a;', 'prose: done']);
  });

  it('have no empty lines around fences, and keep the spaces of their first line', () => {
    assert.deepEqual(kinds('\n  see\n\n```\n\nlet\n```\n \n\ndone\n\n'), [
      'prose:   see',
      'code: \nlet',
      'prose: done',
    ]);
  });

  it('count a fence that is still open as code', () => {
    assert.deepEqual(kinds('see\n```\nlet'), ['prose: see', 'code: let']);
  });

  it('leave backticks in a line alone', () => {
    assert.deepEqual(kinds('a ```b``` c'), ['prose: a ```b``` c']);
  });
});
