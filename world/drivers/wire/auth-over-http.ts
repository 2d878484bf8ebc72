import type { JSONWebKeySet } from 'jose';
import type { Account, AuthDriver, Credentials, Device, Session } from '../auth';
import type { AddressBook } from './addresses';
import type { HttpClient } from './http-client';

export interface WireUser {
  id: string;
  email: string;
  name: string;
  email_verified: boolean;
}

export interface WireSession {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  session_id: string;
  user: WireUser;
}

interface WireDevice {
  id: string;
  device: string;
  current: boolean;
}

/** The auth service of the wire contract. */
export class AuthOverHttp implements AuthDriver {
  constructor(
    private readonly who: string,
    private readonly http: HttpClient,
    private readonly addresses: AddressBook,
  ) {}

  async signUp({ email, password, name }: Credentials & { name: string }): Promise<Account> {
    const { user } = await this.post<{ user: WireUser }>('signs up', '/auth/register', {
      email,
      password,
      name,
    });
    return accountFrom(user);
  }

  async followVerificationLink(link: string): Promise<void> {
    const token = new URL(link).searchParams.get('token');
    await this.post('follows the link in the mail', '/auth/verify-email', { token });
  }

  async askForAnotherVerificationLink(email: string): Promise<void> {
    await this.post('asks for another verification link', '/auth/verify-email/resend', { email });
  }

  async logIn({ email, password }: Credentials, device = 'acceptance suite'): Promise<Session> {
    return sessionFrom(await this.post<WireSession>('logs in', '/auth/login', { email, password, device }));
  }

  async whoAmI({ accessToken }: Session): Promise<Account> {
    const url = `${await this.addresses.auth()}/auth/me`;
    const during = `${this.who} asks the auth service who the token belongs to`;
    return accountFrom(await this.http.call<WireUser>({ method: 'GET', url, during, bearer: accessToken }));
  }

  async version({ accessToken }: Session): Promise<string> {
    const url = `${await this.addresses.auth()}/auth/me`;
    const during = `${this.who} looks at the account`;
    const me = await this.http.call<{ version: number }>({ method: 'GET', url, during, bearer: accessToken });
    return `"${me.version}"`;
  }

  async changeName(session: Session, name: string, version = '*'): Promise<Account> {
    return this.change(session, `changes the name to ${name}`, { name }, version);
  }

  async changeAddress(session: Session, email: string): Promise<Account> {
    return this.change(session, 'changes the address', { email }, '*');
  }

  async refresh({ refreshToken }: Session): Promise<Session> {
    const answer = await this.post<WireSession>('renews the login', '/auth/refresh', {
      refresh_token: refreshToken,
    });
    return sessionFrom(answer);
  }

  async logOut({ accessToken }: Session, { everywhere } = { everywhere: false }): Promise<void> {
    const url = `${await this.addresses.auth()}/auth/logout`;
    const during = `${this.who} logs out${everywhere ? ' everywhere' : ''}`;
    await this.http.call({ method: 'POST', url, during, body: { everywhere }, bearer: accessToken });
  }

  async devices({ accessToken }: Session): Promise<readonly Device[]> {
    const url = `${await this.addresses.auth()}/auth/sessions`;
    const during = `${this.who} looks at the list of devices`;
    const { sessions } = await this.http.call<{ sessions: WireDevice[] }>({
      ...{ method: 'GET', url, during },
      bearer: accessToken,
    });
    return sessions.map(({ id, device, current }) => ({ sessionId: id, name: device, isCurrent: current }));
  }

  async removeDevice({ accessToken }: Session, sessionId: string): Promise<void> {
    const url = `${await this.addresses.auth()}/auth/sessions/${encodeURIComponent(sessionId)}`;
    const during = `${this.who} removes a device from the list`;
    await this.http.call({ method: 'DELETE', url, during, bearer: accessToken });
  }

  async askForNewPassword(email: string): Promise<string> {
    const path = '/auth/password-reset/request';
    return JSON.stringify(await this.post('asks for a new password', path, { email }));
  }

  async chooseNewPassword(link: string, password: string): Promise<void> {
    const token = new URL(link).searchParams.get('token');
    await this.post('chooses a new password', '/auth/password-reset/confirm', { token, password });
  }

  async publishedKeys(): Promise<JSONWebKeySet> {
    const url = `${await this.addresses.auth()}/.well-known/jwks.json`;
    const during = `${this.who} looks up the keys of the auth service`;
    return this.http.call<JSONWebKeySet>({ method: 'GET', url, during });
  }

  private async change(session: Session, doing: string, body: object, version: string): Promise<Account> {
    const url = `${await this.addresses.auth()}/auth/me`;
    return accountFrom(
      await this.http.call<WireUser>({
        ...{ method: 'PATCH', url, body, headers: { 'if-match': version } },
        ...{ during: `${this.who} ${doing}`, bearer: session.accessToken },
      }),
    );
  }

  private async post<T>(doing: string, path: string, body: unknown): Promise<T> {
    const url = `${await this.addresses.auth()}${path}`;
    return this.http.call<T>({ method: 'POST', url, body, during: `${this.who} ${doing}` });
  }
}

export function sessionFrom(answer: WireSession): Session {
  return {
    id: answer.session_id,
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresIn: answer.expires_in,
    account: accountFrom(answer.user),
  };
}

export function accountFrom({ id, email, name, email_verified }: WireUser): Account {
  return { id, email, name, emailVerified: email_verified };
}
