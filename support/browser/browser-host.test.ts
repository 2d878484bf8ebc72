import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { eventually, NotYet } from '../eventually';
import { Sentence } from '../sentence';
import { descendantsOf, stillAlive } from '../testing/processes';
import { BrowserHost } from './browser-host';

const temporary = mkdtempSync(join(tmpdir(), 'browser-host-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

const CACHE = resolve(__dirname, '..', '..', '.cache', 'browser');

function folder(name: string): string {
  return join(temporary, name);
}

describe('the browser of a run', () => {
  it('answers at the address it gives, and leaves no process and no folder when it is stopped', async () => {
    const host = new BrowserHost(folder('stopped'));
    const endpoint = await host.ready();
    assert.match(endpoint, /^ws:\/\/127\.0\.0\.1:\d+\//);
    const { chromium } = await import('playwright-core');
    const browser = await chromium.connect(endpoint);
    const page = await browser.newPage();
    await page.setContent('<h1>Hello</h1>');
    assert.equal(await page.getByRole('heading').textContent(), 'Hello');
    await browser.close();
    const family = descendantsOf(process.pid);
    assert.ok(family.length >= 3, JSON.stringify(family));
    assert.deepEqual(await host.stop(), { processes: 0, files: 0 });
    assert.deepEqual(stillAlive([], folder('stopped')), []);
  });

  it('is gone within 2 s of kill -9 of whoever started it, with its folder', async () => {
    const mine = folder('orphaned');
    const owner = spawn(
      process.execPath,
      ['-r', resolve(__dirname, '..', 'register.cjs'), join(__dirname, 'testing', 'owner.ts'), mine],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await lineOf(owner.stdout);
    const family = descendantsOf(owner.pid ?? 0);
    assert.ok(family.length >= 3, `the host and Chromium's processes: ${JSON.stringify(family)}`);
    assert.ok(existsSync(mine));
    owner.kill('SIGKILL');
    const look = () => {
      const alive = stillAlive(family, mine).map(({ pid, command }) => `${pid} ${command}`);
      if (existsSync(mine)) alive.push(mine);
      if (alive.length > 0) throw new NotYet(alive.join('; '));
    };
    await eventually('the browser never went', look, { within: 2_000 });
  });

  it('loses all its processes when its host is killed', async () => {
    const host = new BrowserHost(folder('hostless'));
    await host.ready();
    const family = descendantsOf(process.pid).filter(({ command }) => command.includes('browser'));
    const [{ pid } = { pid: 0 }] = family.filter(({ command }) => command.includes('host.cjs'));
    process.kill(pid, 'SIGKILL');
    const look = () => {
      const alive = stillAlive(family, folder('hostless'));
      if (alive.length > 0) throw new NotYet(alive.map(({ command }) => command).join('; '));
    };
    await eventually('Chromium never went', look, { within: 2_000 });
    // Its folder is what the next run's sweep is for.
    await host.stop();
    assert.ok(existsSync(folder('hostless')));
  });

  it('says in one sentence why it does not start', async () => {
    const file = folder('a-file');
    writeFileSync(file, '');
    const host = new BrowserHost(folder('never'), file);
    await assert.rejects(host.ready(), (cause: unknown) => {
      assert.ok(cause instanceof Sentence);
      assert.match(cause.message, /^The browser did not start: .+\. Mend that, .*--layer api\.$/);
      assert.ok(!cause.message.includes('\n'));
      return true;
    });
    assert.deepEqual(await host.stop(), { processes: 0, files: 0 });
  });

  it('is unpacked once, whole, by runs that start side by side', async () => {
    const cache = folder('cache');
    const hosts = [new BrowserHost(folder('one'), cache), new BrowserHost(folder('two'), cache)];
    await Promise.all(hosts.map((host) => host.ready()));
    await Promise.all(hosts.map((host) => host.stop()));
    const [version, ...others] = readdirSync(cache);
    assert.deepEqual(others, [], 'no draft and no lock is left');
    assert.deepEqual(readdirSync(join(cache, version ?? '')).includes('chromium'), true);
  });

  it('takes over the lock of a run that was killed while it unpacked', async () => {
    const cache = folder('stale');
    mkdirSync(cache);
    const [version] = readdirSync(CACHE).filter((name) => /^[\d.]+$/.test(name));
    writeFileSync(join(cache, `${version ?? ''}.lock`), '999999999');
    const host = new BrowserHost(folder('three'), cache);
    await host.ready();
    await host.stop();
    assert.deepEqual(readdirSync(cache), [version]);
  });
});

async function lineOf(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('not a word');
}
