import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { AnalyticsAddress } from '../../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../../evidence/recorder';
import type { AnalyticsRecords, Trace, UsageEvent } from '../witnesses';

/** Types whose values can name someone: `String`, `FixedString(32)`, `UUID`, also nullable, low-cardinality, in arrays. */
const NAMING_TYPE = "match(type, '\\\\b(String|FixedString|UUID|JSON|Map|Tuple|Enum8|Enum16)\\\\b')";

interface NamingTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** A read-only look into the analytics database, as the reference platform lays it out. */
export class AnalyticsRecordsInClickHouse implements AnalyticsRecords {
  private readonly client: ClickHouseClient;
  private tables: readonly NamingTable[] = [];

  constructor(
    { url, user, password, database }: AnalyticsAddress,
    private readonly evidence: EvidenceRecorder,
  ) {
    this.client = createClient({
      url,
      username: user,
      password,
      database,
      request_timeout: 5_000,
      log: { level: ClickHouseLogLevel.OFF }, // Its failures are thrown, and belong to whoever asked.
    });
  }

  /** FINAL, because an event may have been sent more than once. */
  async events(userId: string): Promise<UsageEvent[]> {
    if (!(await this.isThere('usage_events'))) return [];
    return this.rows<UsageEvent>(
      'the usage events of a person',
      `select event_id as "eventId", replace(toString(event_time), ' ', 'T') || 'Z' as "at", user_id as "userId",
         thread_id as "threadId", run_id as "runId", event, agent, tokens, latency_ms as "latencyMs", trace_id as "traceId"
       from usage_events final where user_id = {userId: String} order by event_time, event_id`,
      { userId },
    );
  }

  async totals(traceId: string): Promise<Readonly<Record<string, number>>> {
    if (!(await this.isThere('usage_events'))) return {};
    const rows = await this.rows<{ event: string; times: number }>(
      'the usage events of a trace, by kind',
      `select event, toUInt32(count()) as "times" from usage_events final
       where trace_id = {traceId: String} group by event`,
      { traceId },
    );
    return Object.fromEntries(rows.map(({ event, times }) => [event, times]));
  }

  /** Every row of every table, its naming columns as text, against every name; rows not merged yet count too. */
  async mentions(names: readonly string[]): Promise<Trace[]> {
    const tables = await this.namingTables();
    if (tables.length === 0 || names.length === 0) return [];
    const counts = tables.map(
      ({ table, columns }) =>
        `select ${text(table)} as "table", toUInt32(count()) as "count" from ${identifier(table)}
         where multiSearchAny(lowerUTF8(concat(${columns.map(asText).join(", '\\n', ")})), {names: Array(String)})`,
    );
    const found = await this.rows<{ table: string; count: number }>(
      'what mentions someone',
      counts.join(' union all '),
      { names: names.map((name) => name.toLowerCase()) },
    );
    return found
      .filter(({ count }) => count > 0)
      .map(({ table, count }) => ({ where: `analytics ${table}`, count }));
  }

  /** Once there are any, there are all: they are made together, and one scenario looks more than once. */
  private async namingTables(): Promise<readonly NamingTable[]> {
    if (this.tables.length === 0)
      this.tables = await this.rows<NamingTable>(
        'which tables there are',
        `select table, groupArray(name) as columns from system.columns
         where database = currentDatabase() and ${NAMING_TYPE} group by table order by table`,
      );
    return this.tables;
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  /** The table is made with the first event: before it there are none. */
  private async isThere(table: string): Promise<boolean> {
    const found = await this.rows<{ name: string }>(
      'whether the table is there',
      'select name from system.tables where database = currentDatabase() and name = {table: String}',
      { table },
    );
    return found.length > 0;
  }

  private async rows<R>(
    what: string,
    query: string,
    query_params: Record<string, unknown> = {},
  ): Promise<R[]> {
    const result = await this.client.query({ query, query_params, format: 'JSONEachRow' });
    const rows = await result.json<R>();
    this.evidence.exchange({ actor: 'the suite', peer: 'analytics', kind: 'sql', what, received: rows });
    return rows;
  }
}

function asText(column: string): string {
  return `toString(${identifier(column)})`;
}

function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
