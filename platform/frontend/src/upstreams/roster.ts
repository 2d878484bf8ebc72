import { discover, type Registration } from '@reference/kit/discovery';
import { statSync } from 'node:fs';

/** Two changes within one tick of the file system's clock (4 ms and less) leave the folder with the same time. */
const CLOCK_GRAIN_MS = 20;

/** Who is registered of one service, as of now: the folder is read again whenever it may have changed. */
export class Roster {
  private known: readonly Registration[] = [];
  /** When the folder had last changed as `known` was read; undefined where that says nothing. */
  private readFor: number | undefined;
  private reads = 0;
  private newest = 0;

  constructor(
    private readonly dir: string,
    private readonly service: string,
  ) {}

  async entries(): Promise<readonly Registration[]> {
    const now = Date.now();
    const changedAt = lastChange(this.dir);
    if (changedAt === undefined) return [];
    if (changedAt === this.readFor) return this.known;
    const read = ++this.reads;
    const entries = await discover(this.dir, this.service);
    if (read < this.newest) return this.known; // a later read was faster
    this.newest = read;
    this.known = entries;
    this.readFor = now - changedAt > CLOCK_GRAIN_MS ? changedAt : undefined;
    return entries;
  }
}

/** Milliseconds since 1970; undefined where there is no folder. Registering and leaving both change the folder. */
function lastChange(dir: string): number | undefined {
  return statSync(dir, { throwIfNoEntry: false })?.mtimeMs;
}
