import type { JSONWebKeySet } from 'jose';

/** An account as the auth service tells it. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly emailVerified: boolean;
}

/** One login on one device. Tokens are secrets: they never reach a report. */
export interface Session {
  readonly id: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
  readonly account: Account;
}

/** A session as the person's list of devices has it. */
export interface Device {
  readonly sessionId: string;
  /** What the device called itself at the login. */
  readonly name: string;
  /** Whether it is the one that asks. */
  readonly isCurrent: boolean;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What people can do at the auth service. Every verb throws Refused when the service says no. */
export interface AuthDriver {
  signUp(person: Credentials & { readonly name: string }): Promise<Account>;
  /** @param link the whole address as it stands in the mail. */
  followVerificationLink(link: string): Promise<void>;
  askForAnotherVerificationLink(email: string): Promise<void>;
  logIn(credentials: Credentials, device?: string): Promise<Session>;
  /** Whose token this is, in the auth service's eyes. */
  whoAmI(session: Session): Promise<Account>;
  /** The state of the account, as the auth service numbers it. */
  version(session: Session): Promise<string>;
  /** @param version the state that the person saw; without one, whatever it is by now. Throws Refused where it is another. */
  changeName(session: Session, name: string, version?: string): Promise<Account>;
  /** The new address counts as unconfirmed until its own mail is answered. */
  changeAddress(session: Session, email: string): Promise<Account>;
  /**
   * The same session with a new pair of tokens; the refresh token that it had is spent. A page does this by itself,
   * in its own time: there it is waited for.
   */
  refresh(session: Session): Promise<Session>;
  /** Ends the session at every service; with `everywhere` all sessions of the person. */
  logOut(session: Session, extent?: { readonly everywhere: boolean }): Promise<void>;
  /** The person's sessions that have not ended. */
  devices(session: Session): Promise<readonly Device[]>;
  /** Ends another session of the person. */
  removeDevice(session: Session, sessionId: string): Promise<void>;
  /** Asks for a mail with a link to choose a new password. @returns what everybody is told, word for word */
  askForNewPassword(email: string): Promise<string>;
  /** @param link the whole address as it stands in the mail. */
  chooseNewPassword(link: string, password: string): Promise<void>;
  /** The keys by which anybody can check the auth service's tokens (RFC 7517). */
  publishedKeys(): Promise<JSONWebKeySet>;
}
