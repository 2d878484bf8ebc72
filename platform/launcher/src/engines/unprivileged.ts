import { readFile } from 'node:fs/promises';
import { EnvironmentFault } from '../faults';

export interface User {
  uid: number;
  gid: number;
}

/**
 * Whom PostgreSQL runs as, because it refuses root; undefined where the launcher is not root itself.
 * `nobody` owns nothing and is on every system.
 */
export async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8');
  const [, , uid, gid] =
    passwd
      .split('\n')
      .find((line) => line.startsWith('nobody:'))
      ?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new EnvironmentFault(
      'PostgreSQL cannot run as root and there is no user "nobody" in /etc/passwd to run it as. ' +
        'Add one, or start the platform as another user.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}
