import { Refused, send, sendForFile, type Call, type Fetch } from '../calls/call';
import type { Keep } from '../calls/keep';
import { Observable } from '../calls/observable';
import type { Turns } from './turns';

/** A person as the auth service shows them to themselves. `version` goes back in If-Match. */
export interface Account {
  id: string;
  email: string;
  name: string;
  email_verified: boolean;
  version: number;
}

interface Grant {
  access_token: string;
  /** Seconds. */
  expires_in: number;
  session_id: string;
  user: Account;
}

/** Why somebody who was logged in is not any more. */
export type Farewell = 'logged_out' | 'ended' | 'deleted' | 'password_changed';

export type SessionState =
  | { kind: 'unknown' }
  /** Somebody logged in here before, but the auth service cannot be asked now. */
  | { kind: 'unreachable' }
  | { kind: 'visitor'; farewell?: Farewell }
  | { kind: 'member'; account: Account };

/** There is no session to speak for. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

export interface Surroundings {
  fetch: Fetch;
  keep: Keep;
  turns: Turns;
  now: () => number;
  after: (ms: number, work: () => void) => () => void;
}

/** Set while somebody is logged in on this browser, to who it is: a visitor's page asks for nothing. */
export const MARK = 'signed-in';

const LONGEST_LEAD_MS = 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RETRY_MS = 2_000;

/** Who uses this page. The access token stays in here; the refresh token is a cookie that no script sees. */
export class Session {
  readonly state = new Observable<SessionState>({ kind: 'unknown' });
  private grant: { token: string; expiresAt: number; sessionId: string } | undefined;
  private renewing: Promise<string> | undefined;
  private isLeaving = false;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly surroundings: Surroundings) {}

  /** Finds out who is here. Resolves when that is known, or cannot be known now and is tried again. */
  async start(): Promise<void> {
    if (this.surroundings.keep.get(MARK) === undefined) {
      this.state.set({ kind: 'visitor' });
      return;
    }
    await this.renewQuietly();
  }

  async logIn(credentials: { email: string; password: string; device: string }): Promise<void> {
    this.admit(
      await send<Grant>(this.surroundings.fetch, { method: 'POST', path: '/auth/login', body: credentials }),
    );
  }

  /** Completes a sign-in at an identity provider. @throws Refused, Unreachable */
  async completeSignIn(body: { code: string; device: string }): Promise<void> {
    const { fetch, turns } = this.surroundings;
    // In turn with renewals: the session that was here before must not put its cookie in the new one's place.
    const grant = await turns(() =>
      send<Grant>(fetch, { method: 'POST', path: '/auth/oauth/exchange', body }),
    );
    this.admit(grant);
  }

  /** Whether a session, as the services name it, is the one of this page. */
  isOwn(sessionId: string): boolean {
    return this.grant?.sessionId === sessionId;
  }

  /** Ends the session (or all of the person's) at the service, then here. @throws Refused, Unreachable */
  async logOut({ everywhere = false } = {}): Promise<void> {
    const call: Call = { method: 'POST', path: '/auth/logout', body: { everywhere } };
    await this.leaving('logged_out', () => this.call(call));
  }

  /** Deletes the account with everything in it. @throws Refused, Unreachable */
  async deleteAccount(): Promise<void> {
    await this.leaving('deleted', () => this.call({ method: 'DELETE', path: '/api/account' }));
  }

  /** Forgets who was here, in all tabs. */
  leave(farewell: Farewell): void {
    this.cancelTimer();
    this.grant = undefined;
    this.surroundings.keep.remove(MARK);
    this.state.set({ kind: 'visitor', farewell });
  }

  /** What another tab did to the mark: logged out, in, or in as somebody else. */
  async follow(mark: string | null): Promise<void> {
    const state = this.state.get();
    if (mark === null) {
      if (state.kind !== 'visitor') this.leave('ended');
    } else if (state.kind !== 'member' || state.account.id !== mark) {
      this.grant = undefined;
      this.state.set({ kind: 'unknown' });
      await this.start();
    }
  }

  /**
   * An access token that is good now and is not `rejected`, which a service did not take or will soon not take.
   * @throws SignedOut, Unreachable, Refused (passing)
   */
  async token(rejected?: string): Promise<string> {
    const { grant } = this;
    if (grant && grant.token !== rejected && grant.expiresAt > this.surroundings.now()) return grant.token;
    return this.renew();
  }

  /** A call as the person who is here; where the token is refused, once again with a new one. */
  async call<T>(call: Call): Promise<T> {
    return this.asMember((token) => send<T>(this.surroundings.fetch, { ...call, token }));
  }

  /** A file of the person's, by a call of the same kind. */
  async file(path: string): Promise<Blob> {
    return this.asMember((token) => sendForFile(this.surroundings.fetch, { path, token }));
  }

  /** A service says that the session is over. Whoever is leaving by themselves need not be told. */
  expire(): void {
    if (!this.isLeaving && this.state.get().kind === 'member') this.leave('ended');
  }

  /** What is now known of the account; older news than what is known are passed over. */
  learn(news: Partial<Account> & { version: number }): void {
    const state = this.state.get();
    if (state.kind !== 'member' || news.version < state.account.version) return;
    this.state.set({ kind: 'member', account: { ...state.account, ...news } });
  }

  /** Does what ends the session; that the services say so as well meanwhile is no news. */
  private async leaving(farewell: Farewell, work: () => Promise<unknown>): Promise<void> {
    this.isLeaving = true;
    try {
      await work();
      this.leave(farewell);
    } finally {
      this.isLeaving = false;
    }
  }

  private async asMember<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.token();
    return call(token).catch(async (cause: unknown) => {
      if (!(cause instanceof Refused && cause.status === 401)) throw cause;
      return call(await this.token(token));
    });
  }

  private renew(): Promise<string> {
    this.renewing ??= this.exchange().finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  private async exchange(): Promise<string> {
    const { fetch, keep, turns } = this.surroundings;
    try {
      const grant = await turns(async () => {
        // Another tab may have logged out while this one waited for its turn.
        if (keep.get(MARK) === undefined) throw new SignedOut('nobody is logged in on this browser');
        return send<Grant>(fetch, { method: 'POST', path: '/auth/refresh', keepalive: true });
      });
      if (keep.get(MARK) === undefined) throw new SignedOut('logged out meanwhile');
      this.admit(grant);
      return grant.access_token;
    } catch (cause) {
      if (cause instanceof Refused && !cause.isPassing) {
        this.leave('ended');
        throw new SignedOut('the session is over', { cause });
      }
      throw cause;
    }
  }

  private admit({ access_token, expires_in, session_id, user }: Grant): void {
    const { keep, now } = this.surroundings;
    const life = expires_in * 1_000;
    this.grant = { token: access_token, expiresAt: now() + life, sessionId: session_id };
    keep.set(MARK, user.id);
    this.renewIn(life - Math.min(LONGEST_LEAD_MS, life / 4));
    this.state.set({ kind: 'member', account: user });
  }

  private renewIn(ms: number): void {
    this.cancelTimer();
    this.cancelTimer = this.surroundings.after(
      Math.min(ms, LONGEST_TIMER_MS),
      () => void this.renewQuietly(),
    );
  }

  /** A session that is over is told by the state; what passes is tried again. */
  private async renewQuietly(): Promise<void> {
    try {
      await this.renew();
    } catch (cause) {
      if (cause instanceof SignedOut) {
        if (this.state.get().kind !== 'visitor') this.state.set({ kind: 'visitor' });
        return;
      }
      if (this.state.get().kind === 'unknown') this.state.set({ kind: 'unreachable' });
      this.renewIn(RETRY_MS);
    }
  }
}
