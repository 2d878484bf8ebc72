import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Users } from '../settings';

/** What a table may be made of: nothing that reaches files, other databases or other servers. */
const TABLE_ENGINES = [
  'MergeTree',
  'ReplacingMergeTree',
  'SummingMergeTree',
  'AggregatingMergeTree',
  'Memory',
];
const OWNER_RIGHTS = 'SHOW, SELECT, INSERT, ALTER, CREATE TABLE, DROP TABLE, TRUNCATE, OPTIMIZE';
const READER_RIGHTS = 'SHOW, SELECT';
/** Seconds; nobody waits longer for an answer. */
const LONGEST_QUERY = 30;

/** The role that has a user's rights and no others. */
export function roleOf(user: string): string {
  return `user_${user}`;
}

/** Makes databases, and reads and writes none. */
export const FOUNDER_ROLE = 'founder';

/**
 * Writes the engine's access configuration into `folder`. The engine in the process has a single user, so each user of
 * ours is a role there: a connection that set its role can do what the role's grants say, and the engine holds that.
 * @returns the arguments that make the engine read it
 */
export async function writeAccess(folder: string, users: Users): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const accessFile = join(folder, 'users.xml');
  const configFile = join(folder, 'config.xml');
  await writeFile(accessFile, accessOf(users));
  await writeFile(configFile, '<clickhouse/>\n');
  return [`--users_config=${accessFile}`, `--config-file=${configFile}`];
}

/** https://clickhouse.com/docs/operations/settings/settings-users; names are checked in settings.ts. */
export function accessOf(users: Users): string {
  const roles = Object.entries(users).map(([name, { database, readonly }]) =>
    readonly
      ? role(roleOf(name), `GRANT ${READER_RIGHTS} ON ${database}.*`)
      : role(roleOf(name), `GRANT ${OWNER_RIGHTS} ON ${database}.*`, ...TABLE_ENGINES.map(tableEngine)),
  );
  const all = [FOUNDER_ROLE, ...Object.keys(users).map(roleOf)].join(', ');
  return `<clickhouse>
  <profiles><default><max_execution_time>${LONGEST_QUERY}</max_execution_time></default></profiles>
  <quotas><default/></quotas>
  <roles>
    ${[role(FOUNDER_ROLE, 'GRANT CREATE DATABASE ON *.*'), ...roles].join('\n    ')}
  </roles>
  <users>
    <default>
      <password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
      <grants><query>GRANT ${all}</query></grants>
    </default>
  </users>
</clickhouse>
`;
}

function role(name: string, ...grants: string[]): string {
  return `<${name}><grants>${grants.map((grant) => `<query>${grant}</query>`).join('')}</grants></${name}>`;
}

function tableEngine(name: string): string {
  return `GRANT TABLE ENGINE ON ${name}`;
}
