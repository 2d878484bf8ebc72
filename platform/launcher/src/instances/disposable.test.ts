import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ServiceView } from '../processes/service';
import type { ActAnswer } from '../service-acts';
import { leftOf, sessionsOf, SpawnedLauncher } from '../testing/spawned-launcher';
import { looking } from '../waiting';
import type { InstanceView } from './instance-view';

interface Lease {
  lease_id: string;
  lease_ms: number;
  instance: InstanceView;
}

describe('an instance for breaking things', () => {
  let launcher: SpawnedLauncher;
  let runDir: string;

  before(async () => {
    launcher = new SpawnedLauncher();
    ({ run_dir: runDir } = await launcher.ready());
  });
  after(() => launcher.end());

  async function lease(): Promise<Lease> {
    return (await launcher.ask<Lease>('POST', '/leases', { profile: 'disposable' })).body;
  }

  async function giveBack({ lease_id }: Lease): Promise<{ returned: boolean; reason?: string }> {
    return (await launcher.ask<{ returned: boolean; reason?: string }>('DELETE', `/leases/${lease_id}`)).body;
  }

  async function act({ instance }: Lease, what: string): Promise<ActAnswer> {
    const answer = await launcher.ask<ActAnswer>('POST', `/instances/${instance.id}/services/${what}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  async function seen({ instance }: Lease): Promise<InstanceView> {
    return (await launcher.ask<InstanceView>('GET', `/instances/${instance.id}`)).body;
  }

  async function untilReady(leased: Lease): Promise<InstanceView> {
    const look = async () => {
      const view = await seen(leased);
      return view.status === 'ready' ? view : undefined;
    };
    const view = await looking(look, { deadline: performance.now() + 10_000 });
    assert.ok(view, 'the instance never became ready');
    return view;
  }

  function readyAt(view: InstanceView, name: string): number[] {
    const times = view.services.filter((service) => service.name === name).map(({ ready_at }) => ready_at);
    assert.ok(times.length > 0);
    return times.map((time) => Date.parse(time ?? ''));
  }

  function assertOrder(view: InstanceView): void {
    const [auth, backend, frontend] = ['auth', 'backend', 'frontend'].map((name) => readyAt(view, name));
    assert.ok(auth && backend && frontend);
    assert.ok(Math.max(...auth) <= Math.min(...backend), 'the backend was ready before auth');
    assert.ok(Math.max(...backend) <= Math.min(...frontend), 'the frontend was ready before the backend');
  }

  /** Names of an instance's folders, wherever data lies. */
  function foldersOf(id: string): string[] {
    const places = [runDir, join('/dev/shm', basename(runDir)), join(runDir, 'discovery')];
    return places
      .filter((place) => existsSync(place))
      .flatMap((place) => readdirSync(place).filter((name) => name.includes(id)));
  }

  it('has engines of its own and two backends', async () => {
    const leased = await lease();
    const { instance } = leased;
    assert.deepEqual(
      instance.services.map(({ name, instance: copy, status }) => `${name} ${copy} ${status}`),
      ['auth 1 ready', 'analytics 1 ready', 'backend 1 ready', 'backend 2 ready', 'frontend 1 ready'],
    );
    assert.deepEqual(
      instance.engines.map(({ name, status }) => `${name} ${status}`),
      ['postgres ready', 'redis ready'],
    );
    assert.equal(new Set(instance.services.map(({ url }) => url)).size, 5);
    assert.deepEqual(
      readdirSync(instance.discovery_dir)
        .filter((name) => name.startsWith('backend'))
        .sort(),
      ['backend.2.json', 'backend.json'],
    );
    assertOrder(instance);
    const [standard] = (await launcher.ask<{ instances: InstanceView[] }>('GET', '/state')).body.instances;
    assert.notEqual(new URL(standard?.stores.redis ?? '').port, new URL(instance.stores.redis).port);
    assert.deepEqual(standard?.engines, []);
    await giveBack(leased);
  });

  it('is leased again when everything that was broken runs again', async () => {
    const first = await lease();
    const before = first.instance;
    const killed = await act(first, 'backend/kill');
    assert.deepEqual(
      killed.instances.map(({ state }) => state),
      ['stopped', 'stopped'],
    );
    assert.equal((await seen(first)).status, 'stopped');
    for (const engine of ['postgres', 'redis']) {
      assert.equal((await act(first, `${engine}/kill`)).status, 'stopped');
      assert.equal((await act(first, `${engine}/start`)).status, 'ready');
    }
    const started = await act(first, 'backend/start');
    assert.equal(started.instances.length, 2);
    const after = await untilReady(first);
    assert.deepEqual(after.stores, before.stores);
    assert.deepEqual(
      after.services.map(({ url }) => url),
      before.services.map(({ url }) => url),
    );
    assert.deepEqual(await giveBack(first), { returned: true });
    const second = await lease();
    assert.equal(second.instance.id, before.id);
    await giveBack(second);
  });

  it('is thrown away, with all it had, when a part of it does not run or is not ready', async () => {
    const faults: [(leased: Lease) => Promise<unknown>, RegExp][] = [
      [(leased) => act(leased, 'backend/stop?instance=2'), /^backend 2 does not run$/],
      [(leased) => act(leased, 'redis/stop'), /^redis does not run$/],
      [
        (leased) => fetch(`${leased.instance.services[1]?.url}/become/degraded`),
        /^analytics is not healthy \(moon: the moon is not full\)$/,
      ],
    ];
    for (const [breakIt, why] of faults) {
      const leased = await lease();
      const { id } = leased.instance;
      assert.notDeepEqual(foldersOf(id), []);
      await breakIt(leased);
      const { returned, reason } = await giveBack(leased);
      assert.equal(returned, false);
      assert.match(reason ?? '', why);
      assert.equal((await launcher.ask('GET', `/instances/${id}`)).status, 404);
      const { body } = await launcher.ask<{ processes: { name: string }[] }>('GET', '/state');
      assert.deepEqual(
        body.processes.filter(({ name }) => name.includes(id)),
        [],
      );
      assert.deepEqual(foldersOf(id), []);
    }
  });

  it('comes up in the order of what needs what, in whatever order it is started', async () => {
    const leased = await lease();
    for (const name of ['auth', 'backend', 'frontend']) await act(leased, `${name}/stop`);
    const restartedAt = Date.now();
    for (const name of ['frontend', 'backend']) {
      const { status, instances } = await act(leased, `${name}/start?wait=announced`);
      assert.equal(status, 'starting');
      assert.ok(instances.every((view) => !('ready_at' in view)));
    }
    await act(leased, 'auth/start?wait=announced');
    const view = await untilReady(leased);
    assertOrder(view);
    assert.ok(Math.min(...readyAt(view, 'auth')) >= restartedAt);
    assert.deepEqual(await giveBack(leased), { returned: true });
  });

  it('lets one of several be stopped and started alone', async () => {
    const leased = await lease();
    const { instances } = await act(leased, 'backend/stop?instance=2');
    assert.deepEqual(
      (instances as ServiceView[]).map(({ instance, state }) => [instance, state]),
      [['2', 'stopped']],
    );
    const backends = (await seen(leased)).services.filter(({ name }) => name === 'backend');
    assert.deepEqual(
      backends.map(({ state }) => state),
      ['running', 'stopped'],
    );
    // Without a number the start is for the one that does not run.
    const started = await act(leased, 'backend/start');
    assert.deepEqual(
      started.instances.map(({ state }) => state),
      ['running', 'running'],
    );
    assert.equal((started.instances[0] as ServiceView).pid, backends[0]?.pid);
    const path = `/instances/${leased.instance.id}/services`;
    const again = await launcher.ask<{ detail: string }>('POST', `${path}/backend/start`);
    assert.deepEqual([again.status, again.body.detail], [503, 'There is nothing to start: it runs already.']);
    assert.equal((await launcher.ask('POST', `${path}/backend/stop?instance=3`)).status, 404);
    assert.equal((await launcher.ask('POST', `${path}/backend/start?wait=never`)).status, 422);
    assert.equal((await launcher.ask('POST', '/instances/standard/services/postgres/kill')).status, 404);
    await giveBack(leased);
  });

  it('waits in the pool, engines included, and goes with the launcher', async () => {
    const other = new SpawnedLauncher();
    try {
      const control = await other.ready();
      await other.ask('POST', '/pool', { disposable: 1 });
      const pooled = async () => {
        const { body } = await other.ask<{ instances: InstanceView[] }>('GET', '/state');
        return body.instances.find(({ profile }) => profile === 'disposable');
      };
      const instance = await looking(pooled, { deadline: performance.now() + 10_000 });
      const leased = await other.ask<Lease>('POST', '/leases', { profile: 'disposable' });
      assert.equal(leased.body.instance.id, instance?.id);
      assert.ok(leased.body.lease_ms < 100, `waited ${leased.body.lease_ms} ms`);
      const sessions = sessionsOf(control);
      process.kill(control.pid, 'SIGKILL');
      const gone = async () => (leftOf(control.run_dir, sessions).length === 0 ? true : undefined);
      await looking(gone, { deadline: performance.now() + 2_000 });
      assert.deepEqual(leftOf(control.run_dir, sessions), []);
    } finally {
      await other.end();
    }
  });
});
