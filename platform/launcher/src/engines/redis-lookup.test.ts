import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EnvironmentFault } from '../faults';
import { Toolbox } from '../processes/toolbox';
import { Undertaker } from '../processes/undertaker';
import { findRedis } from './redis-lookup';

describe('the look-up of a Redis server', () => {
  let folder: string;
  const undertaker = new Undertaker();

  before(() => (folder = mkdtempSync(join(tmpdir(), 'redis-lookup-'))));
  after(async () => {
    await undertaker.dismiss();
    rmSync(folder, { recursive: true });
  });

  function program(path: string, says: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho '${says}'\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const tools = new Toolbox(undertaker);
  const nothing = {
    tools,
    chosen: undefined,
    path: '/nonexistent',
    homebrew: [],
    cacheDir: '/nonexistent',
    fetch: async () => 'this machine has no apt to fetch it with',
  };

  const fault = (pattern: RegExp) => (cause: unknown) => {
    assert.ok(cause instanceof EnvironmentFault);
    assert.match(cause.message, pattern);
    assert.equal(cause.exitCode, 2);
    return true;
  };

  it('takes REDIS_SERVER_BIN before everything else', async () => {
    const chosen = program('chosen/redis', 'Redis server v=7.2.4 sha=00000000:0 malloc=jemalloc');
    assert.deepEqual(await findRedis({ ...nothing, chosen }), { path: chosen, env: {}, version: '7.2.4' });
  });

  it('refuses a REDIS_SERVER_BIN that is too old, and says how to get another', async () => {
    const chosen = program('old/redis', 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc');
    const wanted =
      /^REDIS_SERVER_BIN cannot be used: .*old\/redis is version 6\.0\.16, too old \(6\.2 .*apt-get install/;
    await assert.rejects(findRedis({ ...nothing, chosen }), fault(wanted));
  });

  it('refuses a REDIS_SERVER_BIN that does not exist', async () => {
    const wanted = /REDIS_SERVER_BIN cannot be used: \/nonexistent\/redis cannot be run \(ENOENT\)/;
    await assert.rejects(findRedis({ ...nothing, chosen: '/nonexistent/redis' }), fault(wanted));
  });

  it('takes a Valkey from the PATH, passing over a Redis that is too old', async () => {
    program('bin/redis-server', 'Redis server v=5.0.7 sha=00000000:0');
    const valkey = program('bin/valkey-server', 'Valkey server v=8.0.1 sha=00000000:0');
    const found = await findRedis({ ...nothing, path: join(folder, 'bin') });
    assert.deepEqual(found, { path: valkey, env: {}, version: '8.0.1' });
  });

  it('fetches one where there is none, and only then', async () => {
    const fetched = {
      path: program('fetched/redis-server', 'Redis server v=7.0.15 sha=0'),
      env: { LD_LIBRARY_PATH: '/x' },
    };
    const found = await findRedis({ ...nothing, fetch: async () => fetched });
    assert.deepEqual(found, { ...fetched, version: '7.0.15' });
  });

  it('names every way where none leads to a server', async () => {
    const wanted =
      /^Redis is missing: .*PATH.*Homebrew.*cache; this machine has no apt.*brew install redis.*REDIS_SERVER_BIN/;
    await assert.rejects(findRedis(nothing), fault(wanted));
  });
});
