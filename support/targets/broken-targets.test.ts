import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { Sentence } from '../sentence';
import { readTarget } from './target-file';

const folder = mkdtempSync(join(tmpdir(), 'broken-targets-'));
after(() => rmSync(folder, { recursive: true }));

type Tree = { [key: string]: Tree | string | number | boolean | Tree[] };

/** A target file that says everything that one can say. */
const WHOLE: Tree = {
  platform: 'running',
  addresses: {
    auth: 'http://auth.example.org',
    auth_health: 'http://auth.example.org/healthz',
    backend: 'http://backend.example.org',
    chat: 'ws://backend.example.org/ws',
  },
  origin: 'http://www.example.org',
  stores: {
    auth_database: 'postgresql://a:b@db.example.org/auth',
    backend_database: 'postgresql://a:b@db.example.org/backend',
    redis: 'redis://a:b@cache.example.org',
    redis_prefix: 'x:',
    analytics: { url: 'http://figures.example.org', user: 'a', password: 'b', database: 'c' },
  },
  tokens: { shared_secret: 'a secret' },
  signing_key: '{"kty":"EC"}',
  accounts: [{ email: 'a@example.org', password: 'b' }],
  safety: { production: true },
  without: { browser: 'nobody may look' },
  mailbox: 'http://mail.example.org',
  llm_script: 'http://llm.example.org',
  sign_in_providers: 'http://identity.example.org',
  link_ttl: 60,
  sign_in_attempt_ttl: 60,
};

/** What nobody means where something else is asked for. */
const NONSENSE: readonly unknown[] = [null, '', 'over there', -1, [], { no: 'thing' }, [7]];
/** Any text will do for these. */
const FREE = /(prefix|secret|user|password|database|email|browser)$/;

interface Broken {
  readonly what: string;
  readonly tree: unknown;
}

/** The whole file with each of its values replaced by nonsense, and with a key that nobody knows at each of its levels. */
function* brokenFiles(
  tree: Tree = WHOLE,
  put: (tree: unknown) => unknown = (all) => all,
  path = '',
): Generator<Broken> {
  yield { what: `${path || 'the file'} with a key that nobody knows`, tree: put({ ...tree, surprise: 'x' }) };
  for (const [key, value] of Object.entries(tree)) {
    const place = path ? `${path}.${key}` : key;
    for (const nonsense of NONSENSE) {
      if (isWelcome(place, value, nonsense)) continue;
      yield { what: `${place} = ${JSON.stringify(nonsense)}`, tree: put({ ...tree, [key]: nonsense }) };
    }
    if (typeof value === 'object' && !Array.isArray(value))
      yield* brokenFiles(value, (part) => put({ ...tree, [key]: part }), place);
  }
}

function isWelcome(place: string, value: unknown, nonsense: unknown): boolean {
  if (place === 'accounts' && Array.isArray(nonsense) && nonsense.length === 0) return true;
  if (typeof value !== 'string' || !FREE.test(place)) return false;
  return nonsense === 'over there' || (place.endsWith('prefix') && nonsense === '');
}

describe('a broken target file', () => {
  it('is the only one: the whole file can be read', () => {
    writeFileSync(join(folder, 'whole.yaml'), stringify(WHOLE));
    assert.equal(readTarget('whole', {}, folder).platform, 'running');
  });

  it('is refused in one sentence that names the file and the key, in whatever way it is broken', () => {
    const files = [...brokenFiles()];
    assert.ok(files.length > 150, `only ${files.length} were made`);
    for (const { what, tree } of files) {
      writeFileSync(join(folder, 'mine.yaml'), stringify(tree));
      assert.throws(
        () => readTarget('mine', {}, folder),
        (cause: unknown) => {
          assert.ok(cause instanceof Sentence, `${what}: ${String(cause)}`);
          assert.match(cause.message, /^targets\/mine\.yaml .+\.$/, what);
          assert.equal(cause.message.includes('\n'), false, what);
          return true;
        },
        what,
      );
    }
  });

  it('ends a run, and the doctor, with exit code 2 and nothing started', async () => {
    writeFileSync(join(folder, 'mine.yaml'), stringify({ ...WHOLE, origin: 'over there' }));
    for (const file of ['support/run/acceptance.ts', 'support/targets/doctor.ts']) {
      const { code, said } = await node(file);
      assert.equal(code, 2, said);
      assert.match(said, /^targets\/mine\.yaml is wrong: origin: expected an address[^\n]+\n$/);
    }
  });
});

function node(file: string): Promise<{ code: number; said: string }> {
  const env = { ...process.env, ACCEPTANCE_TARGETS: folder, ACCEPTANCE_OUTPUT: join(folder, 'reports') };
  const args = ['-r', './support/register.cjs', file, '--target', 'mine'];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: resolve(__dirname, '..', '..'), env }, (cause, stdout, stderr) =>
      done({ code: cause === null ? 0 : Number(cause.code), said: `${stdout}${stderr}` }),
    );
  });
}
