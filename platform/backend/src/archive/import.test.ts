import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { archive } from './import';

const at = '2026-01-02T03:04:05.000Z';
const said = { role: 'user', content: 'Hello', created_at: at };
const thread = { title: 'Budget', created_at: at, messages: [said] };
const whole = { format: 'chat-archive', version: 1, threads: [thread] };

const refused = (change: object): string =>
  archive
    .safeParse({ ...whole, ...change })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ') ?? 'taken';

describe('an archive that is brought along', () => {
  it('is taken as an export has it, ids and all, which it does not keep', () => {
    const exported = { ...whole, exported_at: at, threads: [{ ...thread, id: 'of another place' }] };
    assert.deepEqual(archive.parse(exported), whole);
  });

  it('is refused with the place that is wrong', () => {
    assert.match(refused({ format: 'chat' }), /^format: /);
    assert.match(refused({ threads: [] }), /^threads: /);
    assert.match(refused({ threads: [{ ...thread, title: '  ' }] }), /^threads\.0\.title: /);
    const half = { ...said, content: 'a \uD800 b' };
    assert.match(
      refused({ threads: [{ ...thread, messages: [said, half] }] }),
      /messages\.1\.content: .*NUL/,
    );
    assert.match(refused({ threads: [{ ...thread, created_at: 'yesterday' }] }), /created_at/);
  });

  it('holds no more than fits into one call', () => {
    const long = { ...thread, messages: Array.from({ length: 2_501 }, () => said) };
    assert.match(refused({ threads: [long, long] }), /^threads: expected at most 5000 messages$/);
    assert.match(refused({ threads: Array.from({ length: 201 }, () => thread) }), /^threads: /);
  });
});
