import { readSettings, SettingsError } from '@reference/kit/settings';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { after, test } from 'node:test';
import { frontendSettings } from './settings';

const folder = mkdtempSync(join(tmpdir(), 'frontend-settings-'));
after(() => rmSync(folder, { recursive: true }));

const read = (WEB_ROOT: string | undefined) =>
  readSettings('frontend', frontendSettings, { SERVICE_DISCOVERY_DIR: '/run/discovery', WEB_ROOT });

test('the pages are a folder with index.html in it, wherever it is said from', () => {
  for (const missing of [undefined, '/nowhere', folder]) {
    assert.throws(
      () => read(missing),
      (error: unknown) =>
        error instanceof SettingsError && error.message.includes('WEB_ROOT: expected the folder'),
    );
  }
  writeFileSync(join(folder, 'index.html'), '');
  const { WEB_ROOT } = read(relative(process.cwd(), folder));
  assert.ok(isAbsolute(WEB_ROOT));
});
