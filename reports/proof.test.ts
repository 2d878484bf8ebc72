import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readProof } from './proof';

describe('the proof that a journey can fail', () => {
  let root = '';
  before(() => (root = mkdtempSync(join(tmpdir(), 'proof-'))));
  after(() => rmSync(root, { recursive: true }));

  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  function proofWith(entry: Record<string, unknown>) {
    const file = join(root, 'proof.lock.json');
    writeFileSync(join(root, 'source.ts'), 'the source');
    const whole = {
      defect: 'd1',
      requirements: ['U1.1'],
      caught: true,
      files: { 'source.ts': hash('the source') },
      ...entry,
    };
    writeFileSync(file, JSON.stringify({ entries: [whole] }));
    return readProof(file, root);
  }

  it('holds while what it rests on is unchanged', () => {
    assert.deepEqual(proofWith({}).defectsOf('U1.1'), ['d1']);
    assert.deepEqual(proofWith({}).defectsOf('U1.2'), []);
  });

  it('is stale when a file changed, is gone, or none is named', () => {
    assert.deepEqual(proofWith({ files: { 'source.ts': hash('another') } }).defectsOf('U1.1'), []);
    assert.deepEqual(proofWith({ files: { 'gone.ts': hash('the source') } }).defectsOf('U1.1'), []);
    assert.deepEqual(proofWith({ files: {} }).defectsOf('U1.1'), []);
  });

  it('is none when the defect was missed', () =>
    assert.deepEqual(proofWith({ caught: false }).defectsOf('U1.1'), []));

  it('is none, with a word about it, when the file cannot be read', () => {
    const file = join(root, 'proof.lock.json');
    for (const text of ['{', '[]']) {
      writeFileSync(file, text);
      assert.deepEqual(readProof(file, root).defectsOf('U1.1'), []);
      assert.match(readProof(file, root).complaint ?? '', /not a proof that can be read/);
    }
  });

  it('is none, without a word, while there is no file', () => {
    const proof = readProof(join(root, 'absent.json'), root);
    assert.deepEqual([proof.defectsOf('U1.1'), proof.complaint], [[], null]);
  });
});
