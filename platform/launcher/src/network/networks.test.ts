import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { InstanceView } from '../instances/instance-view';
import { SpawnedLauncher } from '../testing/spawned-launcher';

describe('a variant of the platform with a fault between its parts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'network-variant-'));
  after(() => rmSync(folder, { recursive: true }));

  async function withFault(since: 'start' | 'ready', work: (launcher: SpawnedLauncher) => Promise<void>) {
    const network = [{ between: ['people', 'frontend'], fault: { kind: 'refuse' }, since }];
    const file = join(folder, `${since}.json`);
    writeFileSync(file, JSON.stringify({ name: 'x', sources: {}, settings: {}, network }));
    const launcher = new SpawnedLauncher({ env: { PLATFORM_VARIANT: file } });
    try {
      await launcher.ready();
      await work(launcher);
    } finally {
      await launcher.end();
    }
  }

  it('has it on every instance as soon as that is ready, and on no other link', async () => {
    await withFault('ready', async (launcher) => {
      const { body } = await launcher.ask<{ instance: InstanceView }>('POST', '/leases', {
        profile: 'tight-limits',
      });
      const { body: standard } = await launcher.ask<InstanceView>('GET', '/instances/standard');
      for (const { links, public_url } of [body.instance, standard]) {
        assert.deepEqual(links, [{ from: 'people', to: 'frontend', fault: { kind: 'refuse' } }]);
        await assert.rejects(fetch(public_url), /fetch failed/);
      }
    });
  });

  it('may have it from the start on', async () => {
    await withFault('start', async (launcher) => {
      const { body } = await launcher.ask<InstanceView>('GET', '/instances/standard');
      await assert.rejects(fetch(body.public_url), /fetch failed/);
    });
  });
});
