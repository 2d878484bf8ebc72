import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentFault, LaunchFault, writingToCache } from '../faults';
import type { Steps } from '../steps';
import type { Toolbox } from '../processes/toolbox';
import type { RunDir } from '../run-dir';
import type { PostgresBinaries } from './postgres-binaries';

const INITDB = [
  ['-U', 'postgres'],
  ['--auth=trust', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ['--wal-segsize=1', '--no-sync', '--no-instructions'],
].flat();

/**
 * The data is disposable, so nothing is forced onto the disk: a crash of the machine may lose it. A kill -9 of
 * the server loses nothing that was committed, because synchronous_commit still hands each commit's log to the
 * kernel. Shared memory lies in the data folder, so that it goes when the folder goes.
 */
const CONFIGURATION = `
listen_addresses = '127.0.0.1'
max_connections = 500
shared_buffers = 64MB
huge_pages = off
dynamic_shared_memory_type = mmap
fsync = off
full_page_writes = off
synchronous_commit = on
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
io_method = sync
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
`;

/** The superuser comes in through a socket in a folder of mode 0700 and no other way; everyone else by password. */
const ACCESS = `
local all postgres trust
host all postgres 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
`;

/**
 * A cluster as initdb and the configuration leave it, as one archive in the cache: made once for a version of
 * PostgreSQL, whole or not at all (several launchers may make it at once; the last one's stays).
 */
export async function clusterTemplate(
  binaries: PostgresBinaries,
  { cacheDir, runDir, tools, steps }: { cacheDir: string; runDir: RunDir; tools: Toolbox; steps: Steps },
): Promise<string> {
  const recipe = createHash('sha256')
    .update([...INITDB, CONFIGURATION, ACCESS].join('\n'))
    .digest('hex');
  const folder = join(cacheDir, 'postgres');
  const template = join(folder, `cluster-${binaries.version}-${recipe.slice(0, 12)}.tar`);
  if (existsSync(template)) return template;

  const draft = join(folder, `draft-${process.pid}.tar`);
  await writingToCache(cacheDir, () => mkdir(folder, { recursive: true }));
  const cluster = await steps.prepare('initialise a database cluster', () =>
    initialised(binaries, runDir, tools),
  );
  await writingToCache(cacheDir, async () => {
    try {
      await tools.runOrFail('tar', ['-cf', draft, '-C', cluster, '.']);
      await rename(draft, template);
    } finally {
      await rm(draft, { force: true });
    }
  });
  await rm(cluster, { recursive: true });
  return template;
}

/** Unpacks the template into `folder`, owned by whoever runs the server. */
export async function unpackTemplate(
  template: string,
  folder: string,
  user: PostgresBinaries['user'],
  tools: Toolbox,
): Promise<void> {
  if (user) await chown(folder, user.uid, user.gid);
  const archive = await open(template);
  try {
    // Read through a descriptor that is open already: the user may not be able to reach the cache.
    await tools.runOrFail('tar', ['-xpf', '-', '-C', folder], { user, stdin: archive.fd, cwd: '/' });
  } finally {
    await archive.close();
  }
}

async function initialised(
  { initdb, user }: PostgresBinaries,
  runDir: RunDir,
  tools: Toolbox,
): Promise<string> {
  const cluster = await runDir.folder('template');
  if (user) await chown(cluster, user.uid, user.gid);
  const env = { PATH: process.env.PATH, LC_ALL: 'C' };
  const { code, stderr } = await tools.run(initdb, [...INITDB, '-D', cluster], { user, env });
  if (code !== 0) throw initdbFault(stderr);
  await appendFile(join(cluster, 'postgresql.conf'), CONFIGURATION);
  await writeFile(join(cluster, 'pg_hba.conf'), ACCESS);
  await chmod(cluster, 0o700);
  return cluster;
}

function initdbFault(said: string): Error {
  const nameless = /could not look up effective user ID (\d+)/.exec(said);
  if (!nameless) return new LaunchFault(`PostgreSQL's initdb failed: ${said.trim()}`);
  return new EnvironmentFault(
    `PostgreSQL does not run for a user without a name: /etc/passwd has no entry for user id ${nameless[1]}. ` +
      'Add one, or start the platform as a user who has one.',
  );
}
