import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ArchivedLine, ArchiveFormat } from './archive';
import { csvFormat } from './csv-format';
import { jsonFormat } from './json-format';

const at = '2026-01-02T03:04:05.000Z';
const budget = { id: 't1', title: 'Budget, "spring"', created_at: at };
const said = (content: string, role: 'user' | 'assistant' = 'user') => ({ role, content, created_at: at });

function fileOf(format: ArchiveFormat, lines: readonly ArchivedLine[]): string {
  const body = lines.map((line, index) => format.line(line, lines[index - 1]));
  return [format.begin(new Date(at)), ...body, format.end(lines.at(-1))].join('');
}

describe('an archive as JSON', () => {
  it('has every conversation with what was said in it, in order', () => {
    const empty = { id: 't2', title: 'Empty', created_at: at };
    const lines = [
      { thread: budget, message: said('one\n"two"') },
      { thread: budget, message: said('three', 'assistant') },
      { thread: empty, message: null },
    ];
    assert.deepEqual(JSON.parse(fileOf(jsonFormat, lines)), {
      ...{ format: 'chat-archive', version: 1, exported_at: at },
      threads: [
        { ...budget, messages: [said('one\n"two"'), said('three', 'assistant')] },
        { ...empty, messages: [] },
      ],
    });
  });

  it('is whole where nothing was ever said', () => {
    assert.deepEqual((JSON.parse(fileOf(jsonFormat, [])) as { threads: unknown }).threads, []);
  });
});

describe('an archive as CSV', () => {
  it('quotes what has to be quoted', () => {
    const file = fileOf(csvFormat, [{ thread: budget, message: said('a, "b"\nc') }]);
    assert.equal(
      file,
      `\uFEFFconversation,said at,who,words\r\n"Budget, ""spring""",${at},you,"a, ""b""\nc"\r\n`,
    );
  });

  it('has nothing that a spreadsheet would take for a formula', () => {
    for (const words of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      const file = fileOf(csvFormat, [{ thread: { ...budget, title: words }, message: said(words) }]);
      const cells = file.split('\r\n')[1] ?? '';
      assert.match(cells, /^"?'/, JSON.stringify(words));
      assert.match(cells, /,you,"?'/, JSON.stringify(words));
    }
  });
});
