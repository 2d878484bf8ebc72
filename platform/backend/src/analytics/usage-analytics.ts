import type { ClickHouseClient } from '@clickhouse/client';
import { discover } from '@reference/kit/discovery';
import type { HealthCheck } from '@reference/kit/health';
import { Circuit } from '../circuits/circuit';
import type { UsageRow } from '../usage/usage-event';

/** Shorter than a statement may take at the database: another relay waits for this one's lock. */
const DEADLINE_MS = 3_000;

/**
 * A row is the same however often it is inserted: its whole key is its own. Merges drop repetitions when they come to
 * it; who must not count them reads `usage_events FINAL`.
 */
const TABLE = `create table if not exists usage_events (
  event_id UUID,
  event_time DateTime64(3, 'UTC'),
  user_id String,
  thread_id UUID,
  run_id UUID,
  event LowCardinality(String),
  agent LowCardinality(String),
  tokens UInt32,
  latency_ms UInt32,
  trace_id String
) engine = ReplacingMergeTree order by (user_id, event_time, event_id)`;

export interface UsageAnalyticsOptions {
  discoveryDir: string;
  user: string;
  password: string;
  database: string;
  /** Milliseconds for which analytics is left alone once calls to it keep failing. */
  circuitResetMs: number;
}

/** The table of usage events in ClickHouse, found by discovery as `analytics` for every use: it may move. */
export class UsageAnalytics {
  private known: { url: string; client: ClickHouseClient; table: boolean } | undefined;

  private readonly circuit: Circuit;

  constructor(private readonly options: UsageAnalyticsOptions) {
    this.circuit = new Circuit({
      ...{ service: 'analytics', resetMs: options.circuitResetMs, slowestMs: DEADLINE_MS, fewestCalls: 3 },
      isOutage: () => true,
      trial: () => this.probe(),
    });
  }

  get circuits(): readonly Circuit[] {
    return [this.circuit];
  }

  /** @throws when not all rows are stored for certain */
  async insert(rows: readonly UsageRow[]): Promise<void> {
    await this.withTable((client) =>
      client.insert({
        table: 'usage_events',
        values: rows,
        format: 'JSONEachRow',
        clickhouse_settings: { async_insert: 0 }, // Acknowledged means stored, not queued.
      }),
    );
  }

  /**
   * Deletes everything of people who are gone and of threads that were deleted, from the disk too, before it resolves.
   * @param digests SHA-256 of their ids, so that the deletion, which ClickHouse remembers, does not name them
   */
  async forget(digests: readonly string[]): Promise<void> {
    await this.withTable((client) =>
      client.command({
        query:
          'alter table usage_events delete where lower(hex(SHA256(user_id))) in {digests: Array(String)}' +
          ' or lower(hex(SHA256(toString(thread_id)))) in {digests: Array(String)}',
        query_params: { digests },
        clickhouse_settings: { mutations_sync: '2' },
      }),
    );
  }

  async close(): Promise<void> {
    await this.known?.client.close();
    this.known = undefined;
  }

  /**
   * Nobody who chats waits for it: without it events are kept, so it only degrades. Asked with the backend's own
   * credentials and database: an analytics service that answers everybody else is of no use here.
   */
  healthCheck(): HealthCheck {
    const probe = async () => {
      this.circuit.mustBeClosed();
      await this.probe();
    };
    return { critical: false, probe };
  }

  private async probe(): Promise<void> {
    const { user, password, database } = this.options;
    const headers = { 'x-clickhouse-user': user, 'x-clickhouse-key': password };
    const question = new URLSearchParams({ query: 'select 1', database }).toString();
    const url = await this.address();
    const signal = AbortSignal.timeout(900);
    const response = await fetch(`${url}/?${question}`, { headers, signal }).catch((cause: unknown) => {
      throw new Error('analytics does not answer; usage events are kept until it does', { cause });
    });
    await response.body?.cancel();
    if (!response.ok)
      throw new Error(`analytics does not take usage events (${response.status}); they are kept`);
  }

  private async withTable(work: (client: ClickHouseClient) => Promise<unknown>): Promise<void> {
    await this.circuit.call(() => this.workOnTable(work));
  }

  private async workOnTable(work: (client: ClickHouseClient) => Promise<unknown>): Promise<void> {
    const place = await this.connect();
    try {
      if (!place.table) await place.client.command({ query: TABLE });
      place.table = true;
      await work(place.client);
    } catch (cause) {
      place.table = false; // It may have come back empty.
      throw cause;
    }
  }

  private async connect(): Promise<NonNullable<typeof this.known>> {
    const url = await this.address();
    if (this.known?.url === url) return this.known;
    await this.close();
    this.known = { url, client: await this.clientFor(url), table: false };
    return this.known;
  }

  private async address(): Promise<string> {
    const [entry] = await discover(this.options.discoveryDir, 'analytics');
    if (!entry) throw new Error('no analytics service is registered; usage events are kept until one is');
    return entry.api_url;
  }

  /** The package is loaded at the first use, not in the start. */
  private async clientFor(url: string): Promise<ClickHouseClient> {
    const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client');
    const { user: username, password, database } = this.options;
    return createClient({
      url,
      username,
      password,
      database,
      request_timeout: DEADLINE_MS,
      log: { level: ClickHouseLogLevel.OFF }, // Its failures are thrown, and told where they are caught.
    });
  }
}
