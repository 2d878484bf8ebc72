import { inTrace } from '@reference/kit/trace';
import { frame } from '../contract/frame';
import type { Connection } from './connection';

/** The warning comes this long before the end, or when a quarter of the time is left, whichever is later. */
const LONGEST_WARNING_MS = 60_000;
/** What a timer can hold; a token that lives longer is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Warns a connection before its token expires, and closes it when it does. */
export class TokenClock {
  private timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly leewaySeconds: number,
  ) {}

  /** @param expiresAt milliseconds since the epoch; replaces what was set before */
  set(expiresAt: number, now = Date.now()): void {
    this.stop();
    const left = expiresAt - now;
    const end = left + this.leewaySeconds * 1_000;
    if (end > LONGEST_TIMER_MS) {
      this.timers = [setTimeout(() => this.set(expiresAt), LONGEST_TIMER_MS)];
      return;
    }
    const warning = Math.min(LONGEST_WARNING_MS, left / 4);
    this.timers = [
      setTimeout(() => this.warn(expiresAt), left - warning),
      setTimeout(() => this.connection.close('token_expired', 'token_expired'), end),
    ];
  }

  stop(): void {
    this.timers.forEach(clearTimeout);
  }

  private warn(expiresAt: number): void {
    const expires_in = Math.max(0, Math.round((expiresAt - Date.now()) / 100) / 10);
    inTrace(this.connection.trace, () => this.connection.send(frame('token_expiring', { expires_in })));
  }
}
