import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { HeldProcess, type HeldProcessOptions } from './held-process';
import { LogBook } from './log-book';
import { Undertaker } from './undertaker';

describe('a held process', () => {
  let folder: string;
  let logs: LogBook;
  let undertaker: Undertaker;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'held-'));
    logs = new LogBook(folder);
    undertaker = new Undertaker();
  });
  after(async () => {
    await undertaker.dismiss();
    logs.close();
    rmSync(folder, { recursive: true });
  });

  function held(script: string): HeldProcess {
    return run([process.execPath, '-e', script], false);
  }

  function run([command = '', ...args]: string[], passLifeline: boolean): HeldProcess {
    const options: HeldProcessOptions = {
      name: 'held',
      command,
      args,
      env: { PATH: process.env.PATH },
      cwd: folder,
      log: logs.of({ name: args.join('').replaceAll(/\W/g, '').slice(0, 40), service: 'held' }),
      orphanSignal: 'KILL',
      passLifeline,
    };
    return new HeldProcess(options, undertaker);
  }

  it('has the pid that the launcher knows', async () => {
    const process = held('console.log(`pid ${process.pid}`); setInterval(() => 0, 1000)');
    assert.equal(await process.line(/^pid/, 5_000), `pid ${process.pid}`);
    await process.stop('SIGTERM', 1_000);
  });

  it('tells how it ended', async () => {
    assert.deepEqual(await held('process.exit(3)').ended(), { code: 3, signal: null });
  });

  it('says what it said last, although it has ended', async () => {
    const process = held('console.log("one"); console.error("two"); process.exit(1)');
    await process.ended();
    assert.deepEqual(process.lastLines(5).sort(), ['one', 'two']);
  });

  it('is killed when it does not go in time', async () => {
    const process = held('process.on("SIGTERM", () => 0); console.log("deaf"); setInterval(() => 0, 1000)');
    await process.line(/deaf/, 5_000);
    assert.deepEqual(await process.stop('SIGTERM', 50), { code: null, signal: 'SIGKILL' });
  });

  it('gets the lifeline as descriptor 3 only where it watches it itself', async () => {
    const look = ['/bin/sh', '-c', '[ -e /proc/$$/fd/3 ] && echo has || echo lacks'];
    const [with3, without] = [run(look, true), run(look, false)];
    assert.equal(await with3.line(/has|lacks/, 5_000), 'has');
    assert.equal(await without.line(/has|lacks/, 5_000), 'lacks');
    await Promise.all([with3.ended(), without.ended()]);
  });
});
