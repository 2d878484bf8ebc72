import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Metafile } from 'esbuild';
import { contentsOf } from './module-graph';

type Imports = Metafile['inputs'][string]['imports'];

const input = (...imports: Imports) => ({ bytes: 1, imports });
const requires = (path: string): Imports[number] => ({ path, kind: 'import-statement' });

describe('what a bundle is made of', () => {
  it('is every source of the project that an import leads to, through packages as well', () => {
    const inputs = {
      'platform/auth/src/main.ts': input(
        requires('platform/kit/src/a.ts'),
        requires('node_modules/p/index.js'),
      ),
      'platform/kit/src/a.ts': input(requires('platform/auth/src/main.ts')),
      'node_modules/p/index.js': input(requires('platform/backend/src/b.ts')),
      'platform/backend/src/b.ts': input(),
      'platform/backend/src/main.ts': input(),
    };
    assert.deepEqual(contentsOf({ inputs }, 'platform/auth/src/main.ts').modules, [
      'platform/auth/src/main.ts',
      'platform/backend/src/b.ts',
      'platform/kit/src/a.ts',
    ]);
  });

  it('tells what the sources load later, by the name they give it, packages outside the bundle included', () => {
    const inputs = {
      'platform/a/src/main.ts': input(
        { path: 'node_modules/openai/index.mjs', kind: 'dynamic-import', original: 'openai' },
        { path: 'chdb', kind: 'dynamic-import', external: true },
        requires('node_modules/q/index.js'),
      ),
      'node_modules/openai/index.mjs': input(),
      'node_modules/q/index.js': input({ path: 'pg-native', kind: 'dynamic-import', external: true }),
    };
    assert.deepEqual(contentsOf({ inputs }, 'platform/a/src/main.ts').later, ['chdb', 'openai']);
  });
});
