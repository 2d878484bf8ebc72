import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadCatalogue } from '../../requirements/catalogue';
import { eventually, NotYet } from '../eventually';
import { descendantsOf, stillAlive, type LivingProcess } from '../testing/processes';

const PROJECT = resolve(__dirname, '..', '..');
const RUNNER = join(PROJECT, 'support', 'run', 'acceptance.ts');
const REGISTER = join(PROJECT, 'support', 'register.cjs');

/** PostgreSQL, Redis, two stand-ins, two services and the launcher: fewer means that the platform is not up. */
const PLATFORM_PROCESSES = 7;

const temporary = mkdtempSync(join(tmpdir(), 'acceptance-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

interface Summary {
  readonly revenue: { readonly blocked: number; readonly at_risk: number; readonly protected: number };
  readonly run: { readonly exit_code: number };
  readonly totals: { readonly failed: number };
}

/** What stands on the journeys that have a feature: none of it may be called anything but blocked. */
function revenueWithFeatures(): number {
  return [...loadCatalogue().journeys.values()]
    .filter(({ id, capability }) => existsSync(join(PROJECT, 'features', capability, `${id}.feature`)))
    .reduce((sum, { mrr }) => sum + (mrr ?? 0), 0);
}

/** One run of the suite as its own process, with a temporary folder that everything it starts knows of. */
class SuiteRun {
  output = '';
  private readonly reportsFolder = join(temporary, `reports-${randomUUID()}`);
  private family: LivingProcess[] = [];
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
        ACCEPTANCE_OUTPUT: this.reportsFolder,
        ...env,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((done) => this.child.once('close', (code) => done(code)));
  }

  /** Every file that the run left. */
  reports(): { name: string; content: string }[] {
    const entries = readdirSync(this.reportsFolder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => ({
        name: entry.name,
        content: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
      }));
  }

  summary(): Summary {
    return JSON.parse(readFileSync(join(this.reportsFolder, 'summary.json'), 'utf8')) as Summary;
  }

  async firstScenarioIsThrough(): Promise<void> {
    const look = () => {
      if (!this.output.includes('✓')) throw new NotYet(this.output.slice(-500) || 'no output');
    };
    await eventually('the first scenario never ended', look, { within: 120_000 });
    this.family = descendantsOf(this.child.pid ?? 0);
    assert.ok(
      this.family.length >= PLATFORM_PROCESSES,
      `only ${this.family.length} processes: ${JSON.stringify(this.family)}`,
    );
  }

  async nothingIsLeft(within: number): Promise<void> {
    const look = () => {
      const alive = stillAlive(this.family, temporary);
      if (alive.length > 0) throw new NotYet(alive.map(({ pid, command }) => `${pid} ${command}`).join('; '));
    };
    await eventually('some process never ended', look, { within });
  }
}

describe('npm run acceptance', () => {
  for (const [what, args, sentence] of [
    ['an unknown target', ['--target', 'stagin'], /There is no target "stagin"; use --target with local/],
    ['an unknown option', ['--wrkers', '3'], /--wrkers/],
    ['an unknown layer', ['--layer', 'pages'], /--layer takes page or api, not "pages"/],
    ['an unknown journey', ['--journey', 'new-user'], /"new-user" is no journey; use .*new-user-first-chat/],
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
      await run.nothingIsLeft(0);
    });
  }

  it('says in one sentence why the platform cannot start, calls what it covers blocked, and leaves nothing', async () => {
    const run = new SuiteRun([], { REDIS_SERVER_BIN: join(temporary, 'no-redis-here') });
    assert.equal(await run.ended, 2, run.output);
    assert.match(
      run.output,
      /^REDIS_SERVER_BIN cannot be used: .+ cannot be run \(ENOENT\)\. Install redis-server/m,
    );
    await run.nothingIsLeft(2_000);
    const { revenue, run: facts } = run.summary();
    assert.equal(revenue.blocked, revenueWithFeatures());
    assert.equal(facts.exit_code, 2);
  });

  it('says in one sentence why the browser cannot start, where a scenario needs it, and leaves nothing', async () => {
    const args = ['--layer', 'page', '--', '--name', 'opens the start page'];
    const run = new SuiteRun(args, { BROWSER_CACHE_DIR: REGISTER });
    assert.equal(await run.ended, 2, run.output);
    assert.match(
      run.output,
      /^The browser did not start: .+\. Mend that, or leave the pages out with --layer api\.$/m,
    );
    await run.nothingIsLeft(2_000);
    assert.equal(run.summary().run.exit_code, 2);
  });

  it('writes no secret into anything it leaves, though tokens, passwords and links pass through it', async () => {
    const run = new SuiteRun(['--', '--name', 'One unbroken path|asked on the pages']);
    assert.equal(await run.ended, 0, run.output);
    const files = run.reports();
    assert.ok(files.length >= 4, files.map(({ name }) => name).join(', '));
    const text = files.map(({ content }) => content).join('\n');
    // The secrets' surroundings are there, so their absence means something.
    for (const surroundings of [
      '/auth/login',
      'access_token',
      'refresh_token',
      '/verify-email?token=',
      'resume_token',
    ]) {
      assert.ok(text.includes(surroundings), `nothing mentions ${surroundings}`);
    }
    for (const { name, content } of [...files, { name: 'the terminal', content: run.output }]) {
      assert.doesNotMatch(content, /eyJ[\w-]{8,}\.[\w-]{8,}\./, `a JWT in ${name}`);
      assert.doesNotMatch(content, /verify-email\?token=[\w-]{16,}/, `a link's token in ${name}`);
      const named =
        /\\*"(?:access_token|refresh_token|resume_token|password|token)\\*":\s*\\*"(?!\[redacted)[^"\\]+/;
      assert.doesNotMatch(content, named, `a secret by its name in ${name}`);
    }
  });

  it('leaves nothing behind after Ctrl-C in the middle of a run', async () => {
    const run = new SuiteRun(['--workers', '1']);
    await run.firstScenarioIsThrough();
    process.kill(-(run.child.pid ?? 0), 'SIGINT');
    assert.equal(await run.ended, 130, run.output);
    await run.nothingIsLeft(2_000);
    assert.deepEqual(runFolders(), []);
    const { revenue, totals, run: facts } = run.summary();
    assert.equal(facts.exit_code, 130);
    assert.equal(totals.failed, 0, 'a platform that was taken away fails nothing');
    assert.deepEqual([revenue.at_risk, revenue.protected], [0, 0]);
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
