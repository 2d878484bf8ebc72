import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { changes, NO_VARIANT, pagesOf, readVariant } from './variant';

const folder = mkdtempSync(join(tmpdir(), 'variant-'));
after(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, 'variant.json');
  writeFileSync(path, content);
  return path;
}

describe('a variant of the platform', () => {
  it('is none where none is named', () => assert.deepEqual(readVariant(undefined), NO_VARIANT));

  it('changes the processes of its workspace, and all of them where it changes the kit', () => {
    const backend = { ...NO_VARIANT, sources: { 'platform/backend/src/backend.ts': '' } };
    const kit = { ...NO_VARIANT, sources: { 'platform/kit/src/health.ts': '' } };
    assert.deepEqual(
      ['platform/backend', 'platform/auth'].map((workspace) => changes(backend, workspace)),
      [true, false],
    );
    assert.equal(changes(kit, 'platform/auth'), true);
  });

  it('may change the pages, which are no process', () => {
    const sources = { 'platform/frontend/web/src/app.tsx': 'x' };
    assert.deepEqual(pagesOf({ ...NO_VARIANT, sources }), sources);
    assert.equal(changes({ ...NO_VARIANT, sources }, 'platform/frontend'), false);
    assert.equal(pagesOf(NO_VARIANT), undefined);
  });

  for (const [what, content] of Object.entries({
    'what is not JSON': '{',
    'a field that nobody knows': '{"name":"x","sources":{},"settings":{},"more":1}',
    'a link that there is not':
      '{"name":"x","sources":{},"settings":{},"network":[{"between":["llm","auth"],"fault":{"kind":"reset"},"since":"start"}]}',
    'a network that is broken at no time':
      '{"name":"x","sources":{},"settings":{},"network":[{"between":["auth","mail"],"fault":{"kind":"reset"}}]}',
    'a source outside the platform': '{"name":"x","sources":{"support/hooks.ts":""},"settings":{}}',
  }))
    it(`is refused in one sentence with ${what}`, () => {
      assert.throws(
        () => readVariant(file(content)),
        /^EnvironmentFault: PLATFORM_VARIANT is no variant .*\.$/,
      );
    });
});
