import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Readable } from 'node:stream';
import { linesOf } from './lines';

it('ends lines at line feeds alone, wherever the pieces break', async () => {
  const lines = [];
  const pieces = Readable.from(['{"a":"one\u2028', 'two"}\n{"b', '":1}\n\nlast']) as AsyncIterable<string>;
  for await (const line of linesOf(pieces)) lines.push(line);
  assert.deepEqual(lines, ['{"a":"one\u2028two"}', '{"b":1}', '', 'last']);
});
