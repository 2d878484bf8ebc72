import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

const { hashOfSources } = createRequire(__filename)('../bin/sources.cjs') as {
  hashOfSources: (root: string) => string;
};

describe('the state of the sources', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sources-'));
    for (const file of ['package-lock.json', 'tsconfig.json', 'platform/frontend/package.json'])
      write(file, '{}');
    write('platform/frontend/src/main.ts', 'as it was');
    write('platform/frontend/web/src/main.tsx', 'as it was');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(file: string, text: string): void {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }

  it('is another one when a service, its manifest or a package has changed', () => {
    for (const file of [
      'platform/frontend/src/main.ts',
      'platform/frontend/package.json',
      'package-lock.json',
    ]) {
      const before = hashOfSources(root);
      write(file, '"as it is"');
      assert.notEqual(hashOfSources(root), before, file);
    }
  });

  it('stays the same when only a page or a test has changed', () => {
    const before = hashOfSources(root);
    write('platform/frontend/web/src/main.tsx', 'as it is');
    write('platform/frontend/src/main.test.ts', 'as it is');
    assert.equal(hashOfSources(root), before);
  });
});
