import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { discover } from '@reference/kit/discovery';
import { createLogger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startAnalytics } from './analytics';

const USERS = {
  writer: { password: 'w-secret', database: 'ours', readonly: false },
  witness: { password: 'r-secret', database: 'ours', readonly: true },
  stranger: { password: 's-secret', database: 'theirs', readonly: false },
};
/** Refusals are expected here, and asserted. */
const log = { level: ClickHouseLogLevel.OFF };
const TABLE = `create table events (id UUID, at DateTime64(3, 'UTC'), words String, n UInt32)
  engine = ReplacingMergeTree order by (at, id)`;

describe("ClickHouse's HTTP interface, asked by ClickHouse's own client", () => {
  let folder: string;
  let running: Running;
  let url: string;
  const clients: ClickHouseClient[] = [];

  async function start(): Promise<void> {
    const SERVICE_DISCOVERY_DIR = join(folder, 'discovery');
    const settings = { PORT: 0, INSTANCE: '1', LOG_LEVEL: 'error', SERVICE_DISCOVERY_DIR } as const;
    running = await startAnalytics(
      { ...settings, DATA_DIR: join(folder, 'data'), USERS },
      createLogger('analytics', '1', 'silent'),
    );
    const [entry] = await discover(SERVICE_DISCOVERY_DIR, 'analytics');
    assert.ok(entry);
    url = entry.api_url;
  }

  function as(
    user: keyof typeof USERS,
    options: { password?: string; database?: string } = {},
  ): ClickHouseClient {
    const { password, database } = { ...USERS[user], ...options };
    const client = createClient({ url, username: user, password, database, log });
    clients.push(client);
    return client;
  }

  async function rows<T>(client: ClickHouseClient, query: string, query_params = {}): Promise<T[]> {
    const result = await client.query({ query, query_params, format: 'JSONEachRow' });
    return result.json<T>();
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'analytics-'));
    await start();
    await as('writer').command({ query: TABLE });
    await as('stranger').command({
      query: 'create table secrets (word String) engine = MergeTree order by word',
    });
    await as('stranger').insert({ table: 'secrets', values: [{ word: 'hush' }], format: 'JSONEachRow' });
  });

  after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers a ping, with and without the engine', async () => {
    assert.equal((await as('writer').ping()).success, true);
    assert.equal((await as('writer').ping({ select: true })).success, true);
  });

  it('stores what is inserted and gives it back by parameters, whatever characters it has', async () => {
    const words = `it's a \\ "tab\t" and\na line; file('x') -- ü`;
    const row = { id: '5b1f7e7e-1111-4111-8111-111111111111', at: '2026-01-02 03:04:05.678', words, n: 7 };
    const { summary } = await as('writer').insert({ table: 'events', values: [row], format: 'JSONEachRow' });
    assert.equal(summary?.written_rows, '1');
    const found = await rows(
      as('writer'),
      'select * from events where words = {words: String} and n = {n: UInt32}',
      {
        words,
        n: 7,
      },
    );
    assert.deepEqual(found, [row]);
  });

  it('counts an event that was inserted twice once, where FINAL is asked for', async () => {
    const row = { id: randomUUID(), at: '2026-01-02 03:04:06.000', words: 'twice', n: 1 };
    const send = () => as('writer').insert({ table: 'events', values: [row], format: 'JSONEachRow' });
    await send();
    await send();
    const found = await rows(as('witness'), "select words from events final where words = 'twice'");
    assert.deepEqual(found, [{ words: 'twice' }]);
  });

  it('deletes for good what it is told to delete', async () => {
    const query = 'alter table events delete where lower(hex(SHA256(words))) in {digests: Array(String)}';
    const digests = [createHash('sha256').update('twice').digest('hex')];
    await as('writer').command({
      query,
      query_params: { digests },
      clickhouse_settings: { mutations_sync: '2' },
    });
    assert.deepEqual(await rows(as('witness'), "select words from events where words = 'twice'"), []);
  });

  it('speaks gzip both ways', async () => {
    const { password, database } = USERS.writer;
    const compression = { request: true, response: true };
    const client = createClient({ url, username: 'writer', password, database, compression, log });
    clients.push(client);
    await client.command({ query: 'create table squeezed (n UInt32) engine = MergeTree order by n' });
    await client.insert({ table: 'squeezed', values: [{ n: 1 }, { n: 2 }], format: 'JSONEachRow' });
    assert.deepEqual(await rows(client, 'select sum(n)::UInt32 as total from squeezed'), [{ total: 3 }]);
  });

  it("tells errors as the server does: code, type and the engine's sentence", async () => {
    await assert.rejects(rows(as('writer'), 'select * from nowhere'), { code: '60', type: 'UNKNOWN_TABLE' });
    await assert.rejects(rows(as('writer'), 'selec 1'), { code: '62', type: 'SYNTAX_ERROR' });
    await assert.rejects(
      as('writer').query({ query: 'select 1', clickhouse_settings: { ['max_nothing' as 'max_threads']: 1 } }),
      { code: '115', type: 'UNKNOWN_SETTING' },
    );
    const direct = await fetch(
      `${url}/?query=${encodeURIComponent('select nope')}&user=writer&password=w-secret`,
    );
    assert.equal(direct.status, 404);
    assert.equal(direct.headers.get('x-clickhouse-exception-code'), '47');
    assert.match(await direct.text(), /^Code: 47\. DB::Exception: /);
  });

  it('refuses a wrong password and an unknown user alike', async () => {
    const wrong = { code: '516', type: 'AUTHENTICATION_FAILED' };
    await assert.rejects(rows(as('writer', { password: 'guess' }), 'select 1'), wrong);
    const unknown = createClient({ url, username: 'constructor', password: '', log });
    clients.push(unknown);
    await assert.rejects(rows(unknown, 'select 1'), wrong);
    assert.equal((await fetch(`${url}/?query=select+1`)).status, 403);
  });

  it('lets a user into their own database and no other', async () => {
    await assert.rejects(rows(as('writer', { database: 'theirs' }), 'select 1'), { type: 'ACCESS_DENIED' });
    await assert.rejects(rows(as('writer'), 'select * from theirs.secrets'), {
      type: /ACCESS_DENIED|UNKNOWN_TABLE/,
    });
    await assert.rejects(rows(as('writer'), 'create view v as select * from theirs.secrets'));
    await assert.rejects(as('writer').command({ query: 'create database more' }), { type: 'ACCESS_DENIED' });
    const databases = await rows<{ name: string }>(
      as('writer'),
      'select distinct database as name from system.tables',
    );
    assert.equal(
      databases.some(({ name }) => name === 'theirs'),
      false,
    );
    assert.deepEqual(await rows(as('stranger'), 'select word from secrets'), [{ word: 'hush' }]);
  });

  it('does not let a statement take a role, or a second statement after it', async () => {
    await assert.rejects(rows(as('writer'), 'select 1; set role all; select * from theirs.secrets'), {
      code: '62',
    });
    await assert.rejects(as('writer').command({ query: 'set role all; drop table theirs.secrets' }), {
      code: '62',
    });
    await as('writer').command({ query: 'set role all' });
    await assert.rejects(rows(as('writer'), 'select * from theirs.secrets'));
  });

  it('lets a reader read and change nothing, not even settings', async () => {
    const reader = as('witness');
    assert.deepEqual(await rows(reader, 'select {word: String} as word', { word: 'read' }), [
      { word: 'read' },
    ]);
    assert.ok(
      (await rows(reader, 'select name from system.tables where database = currentDatabase()')).length > 0,
    );
    const refused = { type: /^(READONLY|ACCESS_DENIED)$/ };
    await assert.rejects(
      reader.insert({ table: 'events', values: [{ n: 1 }], format: 'JSONEachRow' }),
      refused,
    );
    await assert.rejects(reader.command({ query: 'drop table events' }), refused);
    await assert.rejects(reader.command({ query: 'create table mine (n UInt8) engine = Memory' }), refused);
    await assert.rejects(reader.command({ query: 'select 1 settings readonly = 0' }), { type: 'READONLY' });
    await assert.rejects(reader.query({ query: 'select 1', clickhouse_settings: { max_result_rows: '7' } }), {
      type: 'READONLY',
    });
  });

  it('changes nothing on GET', async () => {
    const address = `${url}/?user=writer&password=w-secret&query=${encodeURIComponent('truncate table events')}`;
    assert.equal((await fetch(address)).headers.get('x-clickhouse-exception-code'), '164');
  });

  it("neither reads nor writes the machine's files", async () => {
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, '{"n":1}');
    for (const query of [
      `select file('${secret}')`,
      `select * from \`file\`('${secret}')`,
      `select * from file('${secret}', 'LineAsString')`,
      `select 1 into/**/outfile '${join(folder, 'stolen')}'`,
      `insert into events from infile '${secret}' format JSONEachRow`,
      `insert into events (words) values (file('${secret}'))`,
    ])
      await assert.rejects(as('writer').command({ query }), { type: 'ACCESS_DENIED' }, query);
  });

  it('keeps requests apart: what one sets, the next does not have', async () => {
    const client = as('writer');
    const asked = Array.from({ length: 20 }, (_, n) =>
      rows<{ n: number }>(client, 'select {n: UInt32} as n, sleep(0.01)', { n }),
    );
    const answers = await Promise.all(asked);
    assert.deepEqual(
      answers.map(([row]) => row?.n),
      Array.from({ length: 20 }, (_, n) => n),
    );
    await assert.rejects(rows(client, 'select {n: UInt32}'), { type: 'UNKNOWN_QUERY_PARAMETER' });
  });

  it('stays alive to others while a query takes its time', async () => {
    const slow = rows(as('writer'), 'select sleep(1)');
    const startedAt = performance.now();
    const health = await fetch(`${url}/health/ready`);
    assert.equal(health.status, 200);
    assert.ok(performance.now() - startedAt < 900);
    await slow;
  });

  it('has everything again after a restart', async () => {
    const before = await rows(as('writer'), 'select * from events');
    assert.equal(before.length, 1);
    await running.stop();
    await start();
    assert.deepEqual(await rows(as('writer'), 'select * from events'), before);
  });
});
