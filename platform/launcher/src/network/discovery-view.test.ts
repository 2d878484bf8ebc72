import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { deregister, discover, register, type Registration } from '@reference/kit/discovery';
import { looking } from '../waiting';
import { DiscoveryView } from './discovery-view';

function entryOf(service: string, port: number, instance = '1'): Registration {
  const url = `http://127.0.0.1:${port}`;
  const addresses = { port, url, api_url: url, health_url: `${url}/health` };
  return { service, instance, ...addresses, pid: process.pid, started_at: new Date(0).toISOString() };
}

describe('service discovery as one part sees it', () => {
  let root: string;
  let shared: string;
  let view: DiscoveryView;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'discovery-view-'));
    shared = join(root, 'standard');
    view = new DiscoveryView({
      shared,
      folder: join(root, 'standard-seen-by-backend'),
      viewer: 'backend',
      asSeen: (entry) => Promise.resolve({ ...entry, port: entry.port + 1 }),
      onFault: (cause) => assert.fail(String(cause)),
    });
    await view.open();
  });
  afterEach(async () => {
    await view.close();
    rmSync(root, { recursive: true });
  });

  async function untilPorts(folder: string, service: string, ports: number[]): Promise<void> {
    const look = async () => {
      const seen = (await discover(folder, service)).map(({ port }) => port);
      return JSON.stringify(seen) === JSON.stringify(ports) || undefined;
    };
    const seen = await looking(look, { deadline: performance.now() + 2_000 });
    assert.ok(seen, `${service} never had the ports ${ports.join(', ')} in ${folder}`);
  }

  it('shows others at other addresses, and follows when they move or leave', async () => {
    await register(shared, entryOf('auth', 100));
    await untilPorts(view.folder, 'auth', [101]);
    await register(shared, entryOf('auth', 200));
    await untilPorts(view.folder, 'auth', [201]);
    await deregister(shared, entryOf('auth', 200));
    await untilPorts(view.folder, 'auth', []);
  });

  it('passes on what the viewer registers as it is, each of its instances, and that one leaves', async () => {
    await register(view.folder, entryOf('backend', 300));
    await register(view.folder, entryOf('backend', 400, '2'));
    await untilPorts(shared, 'backend', [400, 300]);
    await deregister(view.folder, entryOf('backend', 400, '2'));
    await untilPorts(shared, 'backend', [300]);
    assert.deepEqual(
      (await discover(view.folder, 'backend')).map(({ port }) => port),
      [300],
    );
  });

  it('is up to date once it was compared', async () => {
    await register(shared, entryOf('auth', 100));
    await Promise.all([view.compare(), view.compare()]);
    assert.deepEqual(
      (await discover(view.folder, 'auth')).map(({ port }) => port),
      [101],
    );
  });

  it('leaves no folder, and nothing comes back, at its end', async () => {
    const comparing = view.compare();
    await view.close();
    await comparing;
    await register(shared, entryOf('auth', 100));
    await view.compare();
    assert.equal(existsSync(view.folder), false);
  });
});
