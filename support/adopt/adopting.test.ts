import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { summarySchema } from '../../reports/summary-schema';
import { readTarget } from '../targets/target-file';

const PROJECT = resolve(__dirname, '..', '..');
const EXAMPLE = join(PROJECT, 'docs', 'examples', 'small-auth');
const SECRET = 'a-secret-of-the-example';
const folder = mkdtempSync(join(tmpdir(), 'adopting-'));

let service: ChildProcess | undefined;
let url = '';

before(async () => {
  const env = { ...process.env, PORT: '0', TOKEN_SECRET: SECRET };
  service = spawn(process.execPath, [join(EXAMPLE, 'service.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.ok(service.stdout);
  const [line] = (await once(createInterface(service.stdout), 'line')) as [string];
  url = line.split(' at ')[1] ?? '';
});

after(async () => {
  if (service?.exitCode === null) {
    const ended = once(service, 'exit');
    service.kill();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('an auth service with other paths, other field names and one shared secret', () => {
  it('is met by the sign-in features as they are, through a driver of its own', async () => {
    const { code, said } = await node('support/run/acceptance.ts', [
      ...['--target', 'small-auth', '--layer', 'api', '--workers', '2'],
      ...['--capability', 'sign-in', '--capability', 'onboarding'],
    ]);
    assert.equal(code, 0, said);
    const summary = summarySchema.parse(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')));
    const { passed, unverified, scenarios } = summary.totals;
    assert.equal(passed + unverified, scenarios, said);
    assert.ok(passed >= 14, `${passed} passed\n${said}`);
    for (const title of [
      'The claims of a fresh token',
      'Coming back by mail while the address is locked',
      "Signing up with somebody else's address",
    ])
      // prettier-ignore
      assert.match(said, new RegExp(`✓ ${title}`));
    assert.match(said, /names no backend/);
  });

  it('is signed in to with accounts that were made beforehand, which are left as they were found', async () => {
    const accounts = { first: 'first@people.example.org', second: 'second@people.example.org' };
    for (const emailAddress of Object.values(accounts)) await makeAccount(emailAddress);
    const { code, said } = await node(
      'support/run/acceptance.ts',
      ['--target', 'small-auth-accounts', '--layer', 'api', '--workers', '2', '--capability', 'sign-in'],
      undefined,
      {
        ...{ FIRST_EMAIL: accounts.first, SECOND_EMAIL: accounts.second },
        ...{ FIRST_PASSWORD: PASSWORD, SECOND_PASSWORD: PASSWORD },
      },
    );
    assert.equal(code, 0, said);
    assert.match(said, /✓ The claims of a fresh token/);
    assert.match(said, /- Somebody finds the mail later \(unverified\)/);
    assert.match(said, /- Coming back by mail while the address is locked \(unverified\)/);
    assert.match(said, /says that this is production: no tokens are forged for it/);
    assert.equal(said.includes(PASSWORD), false);
    for (const emailAddress of Object.values(accounts)) assert.equal((await logIn(emailAddress)).status, 201);
  });

  it('is looked at by the doctor', async () => {
    const { code, said } = await node('support/targets/doctor.ts', ['--target', 'small-auth']);
    assert.equal(code, 0, said);
    assert.match(said, /✓ services +auth 1[^]*– backend +unverified: [^]*A run can begin\./);
  });
});

describe('npm run adopt', () => {
  it('drafts a target file that can be read, and says what the wire has otherwise', async () => {
    const { code, said } = await node('support/adopt/main.ts', ['--url', url]);
    assert.equal(code, 0, said);
    assert.match(said, /It says that it is well at \/healthz\./);
    assert.match(said, /publishes no keys[^]*TOKEN_SECRET/);
    assert.match(said, /It does not know \/auth\/register, \/auth\/login/);
    assert.equal((parse(said.split('\n\n')[0] ?? '') as { mailbox: string }).mailbox, url);
    const written = await node('support/adopt/main.ts', ['--url', url, '--write', 'mine'], folder);
    assert.equal(written.code, 0, written.said);
    assert.deepEqual(readTarget('mine', { TOKEN_SECRET: SECRET }, folder), {
      ...{ platform: 'running', addresses: { auth: url, auth_health: `${url}/healthz` }, origin: url },
      ...{ tokens: { shared_secret: SECRET }, mailbox: url, safety: { production: false } },
      ...{ accounts: [], stores: {}, without: {} },
    });
  });

  it('answers what is no address, an address where nobody is, and a name that is taken with one sentence', async () => {
    const sentence = async (args: readonly string[], exit: number, why: RegExp) => {
      const { code, said } = await node('support/adopt/main.ts', args, folder);
      assert.equal(code, exit, said);
      assert.match(said, why);
      assert.equal(said.trim().split('\n').length, 1);
    };
    await sentence([], 2, /--url takes the address of a service/);
    await sentence(['--url', 'over there'], 2, /not "over there"/);
    await sentence(['--urk', url], 2, /the options are --url/);
    await sentence(['--url', 'http://127.0.0.1:1'], 1, /Nothing answers at http:\/\/127\.0\.0\.1:1/);
    await sentence(['--url', url, '--write', '../mine'], 2, /--write takes a plain name/);
    await sentence(['--url', url, '--write', 'mine'], 2, /is there already/);
  });
});

const PASSWORD = 'made-beforehand-for-the-suite';

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });

const logIn = (emailAddress: string): Promise<Response> =>
  post('/v1/sessions', { emailAddress, secret: PASSWORD });

async function makeAccount(emailAddress: string): Promise<void> {
  await post('/v1/accounts', { emailAddress, secret: PASSWORD, displayName: 'Somebody' });
  const found = await fetch(`${url}/api/v1/search?query=${encodeURIComponent(`to:"${emailAddress}"`)}`);
  const { messages } = (await found.json()) as { messages: { Text: string }[] };
  await post('/v1/confirmations', { code: /token=(\S+)/.exec(messages[0]?.Text ?? '')?.[1] });
}

function node(
  file: string,
  args: readonly string[],
  targets = join(EXAMPLE, 'targets'),
  more: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const env = { ...process.env, ACCEPTANCE_TARGETS: targets, ACCEPTANCE_OUTPUT: folder, SMALL_AUTH_URL: url, TOKEN_SECRET: SECRET, ...more }; // prettier-ignore
  const options = { cwd: PROJECT, env, maxBuffer: 16 * 1_048_576 };
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['-r', './support/register.cjs', file, ...args],
      options,
      (cause, stdout, stderr) =>
        done({ code: cause === null ? 0 : Number(cause.code), said: `${stdout}${stderr}` }),
    );
  });
}
