import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { summarySchema, type Summary } from '../../reports/summary-schema';
import { eventually, NotYet } from '../eventually';

const PROJECT = resolve(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
const discovery = join(folder, 'discovery');
const targets = join(folder, 'targets');
const environment = join(discovery, 'platform.env');

let platform: ChildProcess | undefined;

/** The platform as a person starts it, on ports of its own, by somebody who is not the run. */
before(async () => {
  mkdirSync(targets);
  for (const name of ['running-platform', 'running-platform-wire-only']) {
    const text = readFileSync(join(PROJECT, 'targets', `${name}.yaml`), 'utf8');
    writeFileSync(join(targets, `${name}.yaml`), text.replaceAll('.service_discovery', discovery));
  }
  const ports = await Promise.all(['AUTH', 'BACKEND', 'FRONTEND', 'ANALYTICS'].map(freePort));
  platform = spawn(process.execPath, ['platform/launcher/bin/launcher.cjs', '--person'], {
    cwd: PROJECT,
    stdio: 'ignore',
    env: { ...process.env, ...Object.fromEntries(ports), PLATFORM_DISCOVERY_DIR: discovery },
  });
  const look = () => {
    if (!existsSync(environment)) throw new NotYet(`no ${environment}`);
  };
  await eventually('the platform never came up', look, { within: 60_000 });
});

after(async () => {
  if (platform?.exitCode === null) {
    const ended = once(platform, 'exit');
    platform.kill('SIGINT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('a platform that was started elsewhere', () => {
  it('is verified with its databases, and what cannot be seen there is unverified, with the reason', async () => {
    const { code, said, summary } = await run('running-platform');
    assert.equal(code, 0, said);
    const { passed, unverified, scenarios } = summary.totals;
    assert.deepEqual([passed + unverified, summary.run.exit_code], [scenarios, 0], said);
    assert.deepEqual(reasons(summary, 'P6.2'), [null]);
    assert.deepEqual(reasons(summary, 'P8.1'), [null]);
    assert.match(reasons(summary, 'P6.4')[0] ?? '', /platforms? .*elsewhere/);
  });

  it('is verified over HTTP and WebSocket alone, and nothing green needs more', async () => {
    const { code, said, summary } = await run('running-platform-wire-only');
    assert.equal(code, 0, said);
    assert.deepEqual(reasons(summary, 'P6.1'), [null]);
    for (const [demand, reason] of [
      ['P6.2', /names no databases/],
      ['P8.1', /names no databases/],
      ['P8.3', /names no analytics/],
    ] as const)
      // prettier-ignore
      assert.match(reasons(summary, demand)[0] ?? '', reason, demand);
  });

  it('is looked at by the doctor, who changes nothing and says what a run could do there', async () => {
    const { code, said } = await node(['support/targets/doctor.ts', '--target', 'running-platform']);
    assert.equal(code, 0, said);
    assert.match(said, /✓ databases +the databases[^]*– restarts +unverified: .*[^]*A run can begin\./);
  });

  it('is not begun with a setting of another environment, which is named in one sentence', async () => {
    const wrong = { PUBLIC_URL: 'https://staging.example.org' };
    const { code, said } = await node([...RUN, '--target', 'running-platform'], wrong);
    assert.equal(code, 2, said);
    const sentences = said
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('The target'));
    assert.match(
      sentences.join('\n'),
      /^The target "running-platform" is not set up as it must be: the backend takes no sockets from the origin https:\/\/staging\.example\.org \(status 403\): [^\n]+\.$/,
    );
  });
});

const RUN = ['support/run/acceptance.ts', '--journey', 'environment-readiness', '--workers', '2'];

async function run(target: string): Promise<{ code: number; said: string; summary: Summary }> {
  const answer = await node([...RUN, '--target', target]);
  const summary = summarySchema.parse(
    JSON.parse(readFileSync(join(folder, 'reports', 'summary.json'), 'utf8')),
  );
  return { ...answer, summary };
}

function reasons({ requirements }: Summary, id: string): (string | null)[] {
  return requirements.find((row) => row.id === id)?.scenarios.map(({ reason }) => reason) ?? [];
}

function node(
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    ...variables(),
    ACCEPTANCE_TARGETS: targets,
    ACCEPTANCE_OUTPUT: join(folder, 'reports'),
    ...more,
  };
  return new Promise((done) => {
    const options = { cwd: PROJECT, env, maxBuffer: 16 * 1_048_576 };
    execFile(process.execPath, ['-r', './support/register.cjs', ...args], options, (cause, stdout, stderr) =>
      done({ code: cause === null ? 0 : Number(cause.code), said: `${stdout}${stderr}` }),
    );
  });
}

/** As `set -a; . platform.env; set +a` would have it. */
function variables(): Record<string, string> {
  const lines = readFileSync(environment, 'utf8').trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).replace(/^'(.*)'$/, '$1')];
    }),
  );
}

async function freePort(service: string): Promise<[string, string]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return [`PLATFORM_${service}_PORT`, String(port)];
}
