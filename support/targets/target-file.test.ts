import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Sentence } from '../sentence';
import { knownTargets, readTarget } from './target-file';

const folder = mkdtempSync(join(tmpdir(), 'targets-'));
after(() => rmSync(folder, { recursive: true }));

function target(text: string, env: NodeJS.ProcessEnv = {}): unknown {
  writeFileSync(join(folder, 'mine.yaml'), text);
  return readTarget('mine', env, folder);
}

function refused(text: string, why: RegExp, env: NodeJS.ProcessEnv = {}): void {
  assert.throws(
    () => target(text, env),
    (cause: unknown) => {
      assert.ok(cause instanceof Sentence);
      assert.match(cause.message, why);
      assert.match(cause.message, /targets\/mine\.yaml/);
      return true;
    },
  );
}

const GOOD = 'platform: running\ndiscovery: .service_discovery\norigin: http://127.0.0.1:3000\n';

describe('a target file', () => {
  it('is read with secrets from the environment', () => {
    const read = target(`${GOOD}stores:\n  redis: redis://suite:\${PASSWORD}@127.0.0.1:6379\n`, {
      PASSWORD: 's3',
    });
    assert.deepEqual(read, {
      platform: 'running',
      discovery: '.service_discovery',
      origin: 'http://127.0.0.1:3000',
      stores: { redis: 'redis://suite:s3@127.0.0.1:6379' },
      ...{ tokens: {}, accounts: [], safety: { production: false }, without: {} },
    });
  });

  it('is refused with one sentence when a variable is not set', () => {
    refused(
      `${GOOD}mailbox: \${MAILBOX_URL}\n`,
      /needs the environment variable MAILBOX_URL, which is not set/,
    );
  });

  it('is refused with one sentence when it is not YAML', () =>
    refused('platform: [running\n', /is not YAML/));
  it('is refused when it is empty', () => refused('', /is wrong/));
  it('is refused when a key is unknown', () => refused(`${GOOD}databse: x\n`, /databse/));
  it('is refused when an address is none', () =>
    refused(`${GOOD}mailbox: over there\n`, /mailbox: expected an address/));
  it('is refused when it says neither or both ways to find services', () => {
    refused('platform: running\norigin: http://127.0.0.1:3000\n', /either discovery or addresses/);
    refused(
      `${GOOD}addresses: { auth: 'http://a', backend: 'http://b', chat: 'ws://b/ws' }\n`,
      /either discovery or addresses/,
    );
  });
  it('is refused when a capability is unknown, a reason is none, or a key is no key', () => {
    refused(`${GOOD}without: { telepathy: nobody has it }\n`, /without.*telepathy/);
    refused(`${GOOD}without: { browser: no }\n`, /without\.browser: .*the reason, in words/);
    refused(`${GOOD}signing_key: abc\n`, /signing_key: expected a JSON Web Key/);
    refused(`${GOOD}accounts: [{ email: a@b.c }]\n`, /accounts\.0\.password/);
  });
  it('is refused when a started platform is given addresses', () =>
    refused('platform: started\norigin: http://a\n', /origin/));
});

describe('an unknown target', () => {
  it('is answered with the known ones', () => {
    assert.throws(
      () => readTarget('stagin'),
      /There is no target "stagin"; use --target with local, running-platform/,
    );
  });
  it('cannot leave the folder', () => {
    assert.throws(
      () => readTarget('../package'),
      /There is no target "\.\.\/package"; .* whose name is plain/,
    );
  });
  it('is not a folder that is named like one', () => {
    mkdirSync(join(folder, 'dir.yaml'), { recursive: true });
    assert.throws(() => readTarget('dir', {}, folder), /There is no target "dir"/);
  });
});

describe("the project's own targets", () => {
  it('can all be read once their variables are set', () => {
    const anything = new Proxy(
      {},
      { get: (_, name) => (name === 'SIGNING_KEY' ? '{}' : 'http://127.0.0.1:1') },
    ) as NodeJS.ProcessEnv;
    assert.ok(knownTargets().length >= 3);
    for (const name of knownTargets()) assert.ok(readTarget(name, anything).platform);
  });
});
