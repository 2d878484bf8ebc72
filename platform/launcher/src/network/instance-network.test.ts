import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { discover } from '@reference/kit/discovery';
import type { InstanceView } from '../instances/instance-view';
import { SpawnedLauncher } from '../testing/spawned-launcher';
import { LINKS, type NetworkFault } from './network-fault';

interface Lease {
  lease_id: string;
  instance: InstanceView;
}

describe('an instance whose network can be broken', () => {
  let launcher: SpawnedLauncher;
  let runDir: string;

  before(async () => {
    launcher = new SpawnedLauncher();
    ({ run_dir: runDir } = await launcher.ready());
  });
  after(() => launcher.end());

  async function lease(wanted: object = { profile: 'shaky-network' }): Promise<Lease> {
    const { status, body } = await launcher.ask<Lease>('POST', '/leases', wanted);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  async function giveBack({ lease_id }: Lease): Promise<{ returned: boolean; reason?: string }> {
    return (await launcher.ask<{ returned: boolean; reason?: string }>('DELETE', `/leases/${lease_id}`)).body;
  }

  const faultOf = ({ instance }: Lease, link: string) =>
    `/instances/${instance.id}/links/${link.replace(' -> ', '/')}/fault`;

  async function breakLink(leased: Lease, link: string, fault: NetworkFault): Promise<void> {
    const { status, body } = await launcher.ask('PUT', faultOf(leased, link), fault);
    assert.deepEqual([status, (body as { fault: unknown }).fault], [200, fault]);
  }

  async function heal(leased: Lease, link: string): Promise<void> {
    assert.equal((await launcher.ask('DELETE', faultOf(leased, link))).status, 200);
  }

  it('leads every one of its links through a proxy, and people to all parts of it', async () => {
    const leased = await lease();
    const { instance } = leased;
    assert.deepEqual(
      instance.links.map(({ from, to, fault }) => [`${from} -> ${to}`, fault]),
      LINKS.map((link) => [link, null]),
    );
    const [seen] = await discover(instance.discovery_dir, 'frontend');
    const [real] = instance.services.filter(({ name }) => name === 'frontend');
    assert.equal(instance.public_url, seen?.url);
    assert.notEqual(seen?.url, real?.url);
    for (const url of [seen?.health_url, real?.health_url])
      assert.equal((await fetch(url ?? '')).status, 200);
    const folders = ['', '-seen-by/backend', '-seen-by/frontend', '-seen-by/people'];
    const ports = await Promise.all(
      folders.map(async (view) => {
        const [entry] = await discover(join(runDir, 'discovery', `${instance.id}${view}`), 'auth');
        return entry?.port;
      }),
    );
    assert.equal(new Set(ports).size, 4, `auth is seen at ${ports.join(', ')}`);
    await giveBack(leased);
  });

  it('is broken and healed by its lessee, and leased again once every link is proved clean', async () => {
    const first = await lease();
    const [frontend] = await discover(first.instance.discovery_dir, 'frontend');
    const health = () => fetch(frontend?.health_url ?? '').then(({ status }) => status);
    await breakLink(first, 'people -> frontend', { kind: 'refuse' });
    await assert.rejects(health(), /fetch failed/);
    const { body } = await launcher.ask<InstanceView>('GET', `/instances/${first.instance.id}`);
    assert.deepEqual(
      body.links.filter(({ fault }) => fault),
      [{ from: 'people', to: 'frontend', fault: { kind: 'refuse' } }],
    );
    await heal(first, 'people -> frontend');
    assert.equal(await health(), 200);
    assert.deepEqual(await giveBack(first), { returned: true });
    const second = await lease();
    assert.equal(second.instance.id, first.instance.id);
    await giveBack(second);
  });

  it('is thrown away with everything it had when a link still has a fault', async () => {
    const leased = await lease();
    await breakLink(leased, 'auth -> redis', { kind: 'black hole' });
    assert.deepEqual(await giveBack(leased), {
      returned: false,
      reason: 'the link auth -> redis still has a fault (black hole)',
    });
    const { id } = leased.instance;
    assert.equal(
      (await launcher.ask('PUT', faultOf(leased, 'auth -> redis'), { kind: 'reset' })).status,
      404,
    );
    assert.deepEqual(
      readdirSync(join(runDir, 'discovery')).filter((name) => name.startsWith(id)),
      [],
    );
  });

  it('may be one of another profile, for one lease, with the links that were asked for', async () => {
    const leased = await lease({ profile: 'standard', links: ['backend -> llm'] });
    assert.deepEqual(leased.instance.links, [{ from: 'backend', to: 'llm', fault: null }]);
    await breakLink(leased, 'backend -> llm', { kind: 'cut', way: 'back', after_bytes: 3 });
    await heal(leased, 'backend -> llm');
    assert.deepEqual(await giveBack(leased), { returned: false, reason: 'it was made for one lease' });
  });

  it('refuses a fault that it does not know, and a link without a proxy, in one sentence', async () => {
    const leased = await lease();
    const place = faultOf(leased, 'backend -> llm');
    for (const fault of [{ kind: 'goblin' }, { kind: 'latency' }, { kind: 'cut', way: 'up', after_bytes: 1 }])
      assert.equal((await launcher.ask('PUT', place, fault)).status, 422, JSON.stringify(fault));
    const elsewhere = '/instances/standard/links/backend/llm/fault';
    const { status, body } = await launcher.ask<{ detail: string }>('PUT', elsewhere, { kind: 'reset' });
    assert.deepEqual([status, body.detail], [404, 'standard has no proxy between backend and llm.']);
    assert.equal(
      (await launcher.ask('POST', '/leases', { profile: 'standard', links: ['a -> b'] })).status,
      422,
    );
    await giveBack(leased);
  });

  it('has nothing of all this in the way where nobody asked for it', async () => {
    const { body } = await launcher.ask<InstanceView>('GET', '/instances/standard');
    assert.deepEqual(body.links, []);
    assert.equal(body.discovery_dir, join(runDir, 'discovery', 'standard'));
    assert.equal(existsSync(`${body.discovery_dir}-seen-by`), false);
    assert.equal(body.public_url, body.services.find(({ name }) => name === 'frontend')?.url);
  });
});
