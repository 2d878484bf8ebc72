import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { identityOf } from './processes/identity';
import { sweepLeftovers } from './run-dir';

describe('what a killed launcher left behind', () => {
  let temporary: string;
  let memory: string;

  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'sweep-'));
    memory = mkdtempSync(join(tmpdir(), 'sweep-'));
  });

  afterEach(() => {
    rmSync(temporary, { recursive: true });
    rmSync(memory, { recursive: true });
  });

  /** A folder whose launcher is told by `pid` and `start`, with a record of processes. */
  function runFolder(pid: number, start: string, record: { pid: number; start: string }[]): string {
    const name = `revenue-platform-${pid}-${start}-00ff`;
    mkdirSync(join(memory, name));
    mkdirSync(join(temporary, name));
    const lines = record.map((entry) => `${JSON.stringify({ name: 'postgres', ...entry })}\n`);
    writeFileSync(join(temporary, name, 'processes.ndjson'), lines.join(''));
    return join(temporary, name);
  }

  async function sleeper() {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const identity = identityOf(child.pid ?? 0);
    assert.ok(identity);
    return { child, identity };
  }

  async function pidOfTheDead(): Promise<number> {
    const { child, identity } = await sleeper();
    child.kill('SIGKILL');
    await once(child, 'exit');
    return identity.pid;
  }

  it('is ended and removed, in the run folder and in memory', async () => {
    const { child, identity } = await sleeper();
    const exit = once(child, 'exit');
    const folder = runFolder(await pidOfTheDead(), '12345', [identity]);
    assert.equal((await sweepLeftovers(temporary, memory)).length, 2);
    assert.deepEqual(await exit, [null, 'SIGKILL']);
    assert.equal(existsSync(folder), false);
  });

  it('does not include a process that has got the pid of a recorded one', async () => {
    const { child, identity } = await sleeper();
    const recycled = { pid: identity.pid, start: String(Number(identity.start) - 1) };
    const folder = runFolder(await pidOfTheDead(), '12345', [recycled]);
    await sweepLeftovers(temporary, memory);
    assert.equal(existsSync(folder), false);
    assert.deepEqual(identityOf(identity.pid), identity);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('is recognised even where the launcher’s pid is another process’s by now', async () => {
    const folder = runFolder(process.pid, '1', []);
    await sweepLeftovers(temporary, memory);
    assert.equal(existsSync(folder), false);
  });

  it('does not include the folder of a launcher that runs', async () => {
    const self = identityOf(process.pid);
    assert.ok(self);
    const folder = runFolder(self.pid, self.start, []);
    assert.deepEqual(await sweepLeftovers(temporary, memory), []);
    assert.equal(existsSync(folder), true);
  });

  it('is swept although the last line of the record was cut off by the kill', async () => {
    const folder = runFolder(await pidOfTheDead(), '12345', []);
    appendFileSync(join(folder, 'processes.ndjson'), '{"name":"auth","pi');
    await sweepLeftovers(temporary, memory);
    assert.equal(existsSync(folder), false);
  });
});
