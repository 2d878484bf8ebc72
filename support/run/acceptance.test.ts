import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { eventually, NotYet } from '../eventually';
import { MARK_VARIABLE, markedProcesses } from '../testing/processes';

const PROJECT = resolve(__dirname, '..', '..');
const RUNNER = join(PROJECT, 'support', 'run', 'acceptance.ts');
const REGISTER = join(PROJECT, 'support', 'register.cjs');

/** PostgreSQL, Redis, two stand-ins, two services and the launcher: fewer means that the platform is not up. */
const PLATFORM_PROCESSES = 7;

const temporary = mkdtempSync(join(tmpdir(), 'acceptance-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

/** One run of the suite as its own process, with a mark on everything it starts and a temporary folder of its own. */
class SuiteRun {
  readonly mark = randomUUID();
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, ['-r', REGISTER, RUNNER, ...args], {
      cwd: PROJECT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TMPDIR: temporary,
        REPORTS_FOLDER: join(temporary, 'reports'),
        ...env,
        [MARK_VARIABLE]: this.mark,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((done) => this.child.once('close', (code) => done(code)));
  }

  async firstScenarioIsThrough(): Promise<void> {
    const look = () => {
      if (!this.output.includes('✓')) throw new NotYet(this.output.slice(-500) || 'no output');
    };
    await eventually('the first scenario never ended', look, { within: 120_000 });
    const alive = markedProcesses(this.mark);
    assert.ok(alive.length >= PLATFORM_PROCESSES, `only ${alive.length} processes: ${JSON.stringify(alive)}`);
  }

  async nothingIsLeft(within: number): Promise<void> {
    const look = () => {
      const alive = markedProcesses(this.mark);
      if (alive.length > 0) throw new NotYet(alive.map(({ pid, command }) => `${pid} ${command}`).join('; '));
    };
    await eventually('some process never ended', look, { within });
  }
}

describe('npm run acceptance', () => {
  for (const [what, args, sentence] of [
    ['an unknown target', ['--target', 'stagin'], /There is no target "stagin"; use --target with local/],
    ['an unknown option', ['--wrkers', '3'], /--wrkers/],
    [
      'a target without its variables',
      ['--target', 'running-platform'],
      /needs the environment variable \w+, which is not set/,
    ],
  ] as const) {
    it(`answers ${what} with one sentence, exit code 2 and nothing started`, async () => {
      const env = { AUTH_DATABASE_URL: undefined, MAILBOX_URL: undefined };
      const run = new SuiteRun(args, env);
      assert.equal(await run.ended, 2);
      assert.match(run.output, sentence);
      assert.equal(run.output.trim().split('\n').length, 1, run.output);
      assert.deepEqual(markedProcesses(run.mark), []);
    });
  }

  it('says in one sentence that a running target is not available', async () => {
    const env = {
      MAILBOX_URL: 'http://127.0.0.1:1',
      LLM_SCRIPT_URL: 'http://127.0.0.1:1',
      ACCEPTANCE_DISCOVERY: temporary,
    };
    const run = new SuiteRun(['--target', 'running-platform-wire-only'], env);
    assert.equal(await run.ended, 2, run.output);
    assert.match(
      run.output,
      /The target "running-platform-wire-only" is not available: auth: .+\. Start it, or correct targets/,
    );
  });

  it('leaves nothing behind after Ctrl-C in the middle of a run', async () => {
    const run = new SuiteRun(['--workers', '1']);
    await run.firstScenarioIsThrough();
    process.kill(-(run.child.pid ?? 0), 'SIGINT');
    assert.equal(await run.ended, 130, run.output);
    await run.nothingIsLeft(2_000);
    assert.deepEqual(runFolders(), []);
  });

  it('leaves no process behind within 2 s of kill -9, and no folder after the next start', async () => {
    const run = new SuiteRun(['--workers', '1']);
    await run.firstScenarioIsThrough();
    run.child.kill('SIGKILL');
    await run.nothingIsLeft(2_000);
    await run.ended;

    const next = new SuiteRun(['--workers', '1', '--', '--name', 'no e-mail address']);
    assert.equal(await next.ended, 0, next.output);
    await next.nothingIsLeft(2_000);
    assert.deepEqual(runFolders(), []);
  });
});

/** Launchers' run folders in this test's own temporary folder. */
function runFolders(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('revenue-platform-'));
}
