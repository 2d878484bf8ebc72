import { createLogger } from '@reference/kit/logger';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A logger that writes nothing, so that a test's output is the test's. */
export const silent = createLogger('test', '1', 'silent');

/** A folder of the test's own; gone when the test ends. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-ins-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
