/** A start that cannot go on. `message` is one sentence (or one and log lines) for whoever asked for it. */
export class LaunchFault extends Error {
  override readonly name: string = 'LaunchFault';
  readonly exitCode: number = 1;
}

/** Something outside the platform is missing or in the way; `message` says what, where, and how to mend it. */
export class EnvironmentFault extends LaunchFault {
  override readonly name = 'EnvironmentFault';
  override readonly exitCode = 2;
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOSPC: 'no space is left there',
  EDQUOT: 'the quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file is in its place',
};

/** Why a file operation failed, in words; undefined where the error is not one of the environment's. */
export function fileFault(cause: unknown): string | undefined {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? undefined : FILE_FAULTS[code];
}

const TOLD_BY_PROGRAMS: readonly [RegExp, code: string][] = [
  [/no space left on device|disk quota exceeded/i, 'ENOSPC'],
  [/read-only file system/i, 'EROFS'],
];

/** Programs tell in words what the disk refused them; this gives the words their error code back. */
function withFileCode(cause: unknown): unknown {
  if (cause instanceof EnvironmentFault || fileFault(cause) !== undefined) return cause;
  const told = TOLD_BY_PROGRAMS.find(([words]) => words.test(sentenceOf(cause)));
  return told ? Object.assign(new Error(sentenceOf(cause), { cause }), { code: told[1] }) : cause;
}

/** Runs `work`, which writes below the cache folder; what the disk refuses becomes one sentence. */
export async function writingToCache<T>(cacheDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = fileFault(withFileCode(cause));
    if (why === undefined) throw cause;
    throw new EnvironmentFault(
      `The cache folder ${cacheDir} cannot be written: ${why}. ` +
        'Make room and make it writable, or set PLATFORM_CACHE_DIR to a folder that is.',
      { cause },
    );
  }
}

export function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
