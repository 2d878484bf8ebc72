import { deregister, register, type Registration } from '@reference/kit/discovery';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Roster } from './roster';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'roster-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (instance: string): Registration => ({
  ...{ service: 'backend', instance, port: 1, url: '', api_url: '', health_url: '', pid: 1, started_at: '' },
});

async function instances(roster: Roster): Promise<string[]> {
  return (await roster.entries()).map(({ instance }) => instance).sort();
}

/** As if the folder had last changed so long ago. */
function changed(secondsAgo: number): void {
  const then = Date.now() / 1000 - secondsAgo;
  utimesSync(dir, then, then);
}

describe('who is registered', () => {
  it('is looked up anew after every change, of others as well', async () => {
    const roster = new Roster(dir, 'backend');
    assert.deepEqual(await instances(roster), []);
    await register(dir, entry('1'));
    await register(dir, { ...entry('1'), service: 'auth' });
    changed(60);
    assert.deepEqual(await instances(roster), ['1']);
    await register(dir, entry('2'));
    changed(50);
    assert.deepEqual(await instances(roster), ['1', '2']);
    await deregister(dir, entry('1'));
    changed(40);
    assert.deepEqual(await instances(roster), ['2']);
  });

  it('is not believed to be unchanged while the clock is too coarse to tell', async () => {
    const roster = new Roster(dir, 'backend');
    const now = Date.now() / 1000;
    await register(dir, entry('1'));
    utimesSync(dir, now, now);
    assert.deepEqual(await instances(roster), ['1']);
    await register(dir, entry('2'));
    utimesSync(dir, now, now);
    assert.deepEqual(await instances(roster), ['1', '2']);
  });

  it('is nobody where there is no folder, and whoever comes with it', async () => {
    const later = join(dir, 'later');
    const roster = new Roster(later, 'backend');
    assert.deepEqual(await instances(roster), []);
    await register(later, entry('1'));
    assert.deepEqual(await instances(roster), ['1']);
  });
});
