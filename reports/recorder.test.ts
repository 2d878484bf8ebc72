import assert from 'node:assert/strict';
import type { Envelope } from '@cucumber/messages';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { noProof } from './proof';
import { Recorder, type RecorderOptions } from './recorder';
import { recordRunThatNeverStarted } from './never-started';
import { forgetSecrets, registerSecret } from './redaction';
import { summarySchema, type Summary } from './summary-schema';
import { IN_THEN, LACKING, REAL, SKIPPED, feature } from './test-support/results';
import { stream, type StreamOptions } from './test-support/stream';

let directory = '';
let told = '';
before(() => (directory = mkdtempSync(join(tmpdir(), 'recorder-'))));
after(() => rmSync(directory, { recursive: true }));
afterEach(forgetSecrets);

const options = (more: Partial<RecorderOptions> = {}): RecorderOptions => {
  told = '';
  return {
    directory,
    catalogue: REAL,
    proof: noProof(null),
    runFile: () => undefined,
    write: (text) => (told += text),
    stream: {},
    env: {},
    documents: false,
    ...more,
  };
};

async function record(run: StreamOptions, more: Partial<RecorderOptions> = {}): Promise<number> {
  const recorder = new Recorder(options(more));
  for (const envelope of stream(run)) recorder.take(envelope);
  return recorder.close();
}

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const summary = (): Summary => summarySchema.parse(JSON.parse(read('summary.json')));

function runFile(content: unknown): () => string {
  const path = join(directory, 'run.json');
  writeFileSync(path, JSON.stringify(content));
  return () => path;
}

const FEATURES = feature('new-user-first-chat', {
  'Ada is answered': '@req:S2.1 @req:U10.1',
  'the link is old': '@req:U10.1',
});

describe('what a run leaves behind', () => {
  it('is messages, JUnit, HTML, evidence and a summary', async () => {
    const exitCode = await record({
      features: FEATURES,
      scripts: {
        'Ada is answered': {
          attachments: [{ body: 'a mail', mediaType: 'text/plain', fileName: 'mail.txt' }],
        },
      },
    });
    assert.equal(exitCode, 0);
    assert.equal(summary().totals.passed, 2);
    const messages = read('messages.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Envelope);
    assert.equal(messages.length, stream({ features: FEATURES }).length + 1);
    assert.match(read('junit.xml'), /tests="2" skipped="0" failures="0"/);
    assert.match(read('cucumber.html'), /Ada is answered/);
    assert.match(read('cucumber.html'), /<\/html>\s*$/);
    assert.equal(read('evidence/mail.txt'), 'a mail');
  });

  it('keeps evidence of the same name apart, inside its folder, and leaves out logs and figures', async () => {
    const attachment = (fileName: string | undefined, mediaType = 'image/png') => ({
      body: Buffer.from('p').toString('base64'), mediaType, contentEncoding: 'BASE64' as const, ...(fileName ? { fileName } : {}),
    }); // prettier-ignore
    await record({
      features: FEATURES,
      scripts: {
        'Ada is answered': {
          attachments: [attachment('page.png'), attachment('../../page.png'), attachment('PAGE.png')],
        },
        'the link is old': {
          facts: {},
          attachments: [
            attachment(undefined),
            attachment(undefined),
            attachment(undefined, 'text/x.cucumber.log+plain'),
          ],
        },
      },
    });
    assert.deepEqual(readdirSync(join(directory, 'evidence')).sort(), [
      'PAGE-3.png', 'new-user-first-chat-1.png', 'new-user-first-chat-2.png', 'page-2.png', 'page.png',
    ].sort()); // prettier-ignore
  });

  it('holds nothing of the run before', async () => {
    mkdirSync(join(directory, 'evidence'), { recursive: true });
    writeFileSync(join(directory, 'evidence', 'old.txt'), 'old');
    writeFileSync(join(directory, 'kept.txt'), 'kept');
    writeFileSync(join(directory, 'summary.json'), 'old');
    const recorder = new Recorder(options());
    assert.equal(existsSync(join(directory, 'summary.json')), false);
    assert.equal(existsSync(join(directory, 'evidence', 'old.txt')), false);
    assert.equal(read('kept.txt'), 'kept');
    rmSync(join(directory, 'kept.txt'));
    recorder.closeAbruptly();
  });
});

describe('secrets', () => {
  const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmU';
  const PLANTED = [
    'planted-password',
    'planted-token',
    'planted-cookie',
    'PlantedCode42',
    'planted in words',
    JWT,
  ];

  /** In every form in which a file could carry it. */
  function formsOf(secret: string): string[] {
    return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
  }

  it('are in no file and in nothing told, wherever they came from', async () => {
    registerSecret('planted in words');
    const exchange = JSON.stringify({
      request: {
        headers: { authorization: `Bearer ${JWT}`, cookie: 'sid=planted-cookie' },
        body: JSON.stringify({ password: 'planted-password' }),
      },
      url: 'http://x/cb?code=PlantedCode42&token=planted-token',
    });
    await record(
      {
        features: { ...FEATURES, ...feature('many-tabs', { 'it needs y': '@needs:y' }) },
        scripts: {
          'it needs y': SKIPPED,
          'Ada is answered': {
            ...IN_THEN,
            message: `expected planted in words to equal { password: 'planted-password' }\n  set-cookie: sid=planted-cookie; Path=/\n  ${JWT}`,
            facts: { unverified: [{ line: 'x', reason: 'token=planted-token was refused' }] },
            attachments: [
              { body: exchange, mediaType: 'application/json', fileName: 'exchange.json' },
              {
                body: Buffer.from(exchange).toString('base64'),
                mediaType: 'application/json',
                contentEncoding: 'BASE64',
              },
              { body: `planted in words ${encodeURIComponent('planted in words')}`, mediaType: 'text/plain' },
              {
                body: `auth said {"code":"PlantedCode42"} for Bearer planted-token`,
                mediaType: 'text/x.cucumber.log+plain',
              },
            ],
          },
          'the link is old': {
            ...LACKING,
            unverified: { capability: 'x', reason: 'postgresql://u:planted-password@h/d' },
          },
        },
        afterAll: { status: 'FAILED', message: 'left behind: refresh_token=planted-token' },
      },
      {
        runFile: runFile({
          failure: 'auth exited: password=planted-password',
          lacking: { y: 'Bearer planted-token' },
        }),
      },
    );
    rmSync(join(directory, 'run.json'));
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(files.length >= 5, 'there are files to search');
    const texts = files.map(
      (entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const,
    );
    for (const [name, text] of [...texts, ['the terminal', told] as const])
      for (const secret of PLANTED)
        for (const form of formsOf(secret)) assert.ok(!text.includes(form), `${name} holds ${form}`);
    assert.match(read('messages.ndjson'), /\[redacted:password\]/);
    assert.match(told, /\[redacted:cookie\]/);
  });
});

describe('JUnit', () => {
  it('is as red as the verdicts are', async () => {
    const features = {
      ...feature('many-tabs', {
        passed: '',
        failed: '',
        flaky: '',
        lacking: '',
        skipped: '',
        undefined: '',
        nothing: '',
      }),
      'features/c/rate-limits.feature': 'Feature: F\n  Scenario: empty\n',
    };
    await record({
      features,
      scripts: {
        failed: IN_THEN, flaky: { failedAttempts: 1 }, lacking: LACKING, skipped: SKIPPED,
        undefined: { steps: ['UNDEFINED'] }, nothing: { facts: { assertions: 0 } },
      },
    }); // prettier-ignore
    const xml = read('junit.xml');
    assert.match(xml, /tests="8" skipped="1" failures="6"/);
    assert.match(xml, /message="It has no steps\."/);
    assert.match(xml, /message="It passed only at attempt 2: it is flaky\."/);
    assert.match(xml, /<skipped><!\[CDATA\[The target keeps its key\.\]\]><\/skipped>/);
    const { totals } = summary();
    assert.equal(totals.scenarios - totals.passed - totals.unverified, 6);
  });

  it('lists the scenarios of a run that never came to them, and counts the failure', async () => {
    await record({ features: FEATURES, beforeAll: { status: 'FAILED', message: 'auth exited with 1' } });
    assert.match(read('junit.xml'), /tests="3" skipped="2" failures="1"/);
    assert.match(read('junit.xml'), /name="Ada is answered"/);
  });

  it('counts a failure of the run that Cucumber knows nothing of', async () => {
    await record({ features: FEATURES }, { runFile: runFile({ failure: 'A process was left behind.' }) });
    assert.match(read('junit.xml'), /tests="3" skipped="0" failures="1"/);
    assert.match(read('junit.xml'), /A process was left behind\./);
  });
});

describe('a run that dies', () => {
  it('before the first message leaves an honest summary', () => {
    const code = recordRunThatNeverStarted({
      ...options(),
      runFile: runFile({ failure: 'Redis is missing.' }),
    });
    assert.equal(code, 1);
    assert.equal(summary().run.failure, 'Redis is missing.');
    assert.ok(summary().journeys.every(({ status }) => status === 'blocked'));
    assert.ok(
      summary()
        .requirements.filter(({ journey }) => journey)
        .every(({ status }) => status === 'blocked'),
    );
    assert.match(read('junit.xml'), /tests="1" skipped="0" failures="1"/);
    assert.match(told, /Redis is missing\./);
    const documented = read('living-documentation.html');
    assert.match(documented, /"failure":"Redis is missing\."/);
    assert.equal(
      documented.match(/"state":"blocked","why":"It could not be tried/g)?.length,
      REAL.journeys.size,
    );
    assert.ok(existsSync(join(directory, 'living-documentation', 'index.html')));
  });

  it('in the middle leaves what it had', () => {
    const recorder = new Recorder(options());
    for (const envelope of stream({
      features: FEATURES,
      scripts: { 'the link is old': { ends: 'never' } },
      ends: false,
    }))
      recorder.take(envelope);
    assert.equal(recorder.closeAbruptly(), 1);
    assert.deepEqual([summary().totals.passed, summary().totals.skipped], [1, 1]);
    assert.match(read('junit.xml'), /tests="3" skipped="1" failures="1"/);
    assert.equal(existsSync(join(directory, 'cucumber.html')), false);
    assert.equal(recorder.closeAbruptly(), 1, 'and can be asked twice');
  });

  it('says so when the file with its circumstances cannot be read', async () => {
    for (const content of ['not an object', { workers: 'many' }]) {
      assert.equal(await record({ features: FEATURES }, { runFile: runFile(content) }), 1);
      assert.match(summary().run.failure ?? '', /circumstances cannot be read/);
    }
    assert.equal(await record({ features: FEATURES }, { runFile: () => '/nowhere/run.json' }), 1);
  });

  it('stands by what it read of its circumstances when the file is gone at the end', () => {
    const path = runFile({ run_id: 'r7', platform: { ready_ms: 1800, instances: 1, services: [] } });
    const recorder = new Recorder(options({ runFile: path }));
    for (const envelope of stream({ features: FEATURES, ends: false })) recorder.take(envelope);
    rmSync(path());
    recorder.closeAbruptly();
    assert.deepEqual([summary().run.id, summary().platform.ready_ms], ['r7', 1800]);
    assert.match(summary().run.failure ?? '', /cut short/);
  });

  it('reads its circumstances again at the end', async () => {
    const path = runFile({});
    const recorder = new Recorder(options({ runFile: path }));
    for (const envelope of stream({ features: FEATURES })) recorder.take(envelope);
    writeFileSync(
      path(),
      JSON.stringify({ leaks: { processes: 2, sockets: [], files: 0, rows: 0, keys: 0 } }),
    );
    await recorder.close();
    assert.deepEqual(summary().leaks, { rows: 0, keys: 0, sockets: 0, processes: 2, files: 0 });
  });
});
