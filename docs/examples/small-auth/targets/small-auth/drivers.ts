import type { JSONWebKeySet } from 'jose';
import type { Account, AuthDriver, Credentials, Device, Session } from '../../../../../world/drivers/auth';
import type { BackendDriver } from '../../../../../world/drivers/backend';
import type { DriverSurroundings, TargetDrivers } from '../../../../../world/drivers/target-drivers';
import type { Call } from '../../../../../world/drivers/wire/http-client';
import { Lacking } from '../../../../../world/lacking';
import { Refused } from '../../../../../world/refusal';

interface WireAccount {
  readonly uid: string;
  readonly emailAddress: string;
  readonly displayName: string;
  readonly confirmed: boolean;
}

interface WireSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly sessionId: string;
  readonly account: WireAccount;
}

/** Its words for a "no", in the suite's. */
const CODES: Readonly<Record<string, string>> = {
  EMAIL_IN_USE: 'email_taken',
  BAD_EMAIL: 'invalid_email',
  WEAK_SECRET: 'weak_password',
  WRONG: 'invalid_credentials',
  NOT_CONFIRMED: 'email_not_verified',
  LOCKED: 'account_locked',
  LINK_GONE: 'link_invalid',
  SPENT: 'refresh_reused',
};

class SmallAuth implements AuthDriver {
  constructor(private readonly around: DriverSurroundings) {}

  async signUp({ email, password, name }: Credentials & { name: string }): Promise<Account> {
    const body = { emailAddress: email, secret: password, displayName: name };
    return accountIn(await this.call('signs up', 'POST', '/v1/accounts', { body }));
  }

  async followVerificationLink(link: string): Promise<void> {
    await this.call('follows the link in the mail', 'POST', '/v1/confirmations', {
      body: { code: codeIn(link) },
    });
  }

  async askForAnotherVerificationLink(email: string): Promise<void> {
    const body = { emailAddress: email };
    await this.call('asks for another link', 'POST', '/v1/confirmation-mails', { body });
  }

  async logIn({ email, password }: Credentials, device = 'acceptance suite'): Promise<Session> {
    const body = { emailAddress: email, secret: password, deviceName: device };
    return sessionIn(await this.call('logs in', 'POST', '/v1/sessions', { body }));
  }

  async whoAmI({ accessToken: bearer }: Session): Promise<Account> {
    return accountIn(await this.call('asks who the token belongs to', 'GET', '/v1/accounts/me', { bearer }));
  }

  async version(): Promise<string> {
    throw new Lacking('versions', 'this service does not number the states of an account');
  }

  async changeName({ accessToken: bearer }: Session, displayName: string): Promise<Account> {
    const body = { displayName };
    return accountIn(await this.call('changes the name', 'PUT', '/v1/accounts/me/name', { body, bearer }));
  }

  async changeAddress(): Promise<Account> {
    throw new Lacking('another-address', 'an address of this service is for good');
  }

  async refresh({ refreshToken }: Session): Promise<Session> {
    return sessionIn(
      await this.call('renews the login', 'POST', '/v1/sessions/refresh', { body: { refreshToken } }),
    );
  }

  async logOut({ accessToken: bearer }: Session): Promise<void> {
    await this.call('logs out', 'DELETE', '/v1/sessions/current', { bearer });
  }

  async devices(): Promise<readonly Device[]> {
    throw new Lacking('devices', 'this service has no list of devices');
  }

  async removeDevice(): Promise<void> {
    throw new Lacking('devices', 'this service has no list of devices');
  }

  async askForNewPassword(email: string): Promise<string> {
    const body = { emailAddress: email };
    return JSON.stringify(await this.call('asks for a new password', 'POST', '/v1/password-links', { body }));
  }

  async chooseNewPassword(link: string, secret: string): Promise<void> {
    const body = { code: codeIn(link), secret };
    await this.call('chooses a new password', 'POST', '/v1/passwords', { body });
  }

  async publishedKeys(): Promise<JSONWebKeySet> {
    throw new Lacking('published-keys', 'this service signs with one shared secret');
  }

  async leave({ accessToken: bearer }: Session): Promise<void> {
    await this.call('leaves', 'DELETE', '/v1/accounts/me', { bearer });
  }

  private async call<T>(
    doing: string,
    method: Call['method'],
    path: string,
    more: Pick<Call, 'body' | 'bearer'>,
  ): Promise<T> {
    const { who, http, addresses } = this.around;
    const url = `${await addresses.auth()}${path}`;
    return http.call<T>({ method, url, during: `${who} ${doing}`, ...more }).catch((cause: unknown) => {
      throw cause instanceof Refused ? inOurWords(cause) : cause;
    });
  }
}

function inOurWords({ refusal }: Refused): Refused {
  const [, name = '', message = refusal.detail] =
    /^\{"error":\{"name":"(\w+)","message":"(.*)"\}\}$/.exec(refusal.detail) ?? [];
  return new Refused({ ...refusal, code: CODES[name] ?? refusal.code, detail: message });
}

function accountIn({ account }: { account: WireAccount }): Account {
  const { uid, emailAddress, displayName, confirmed } = account;
  return { id: uid, email: emailAddress, name: displayName, emailVerified: confirmed };
}

function sessionIn(answer: WireSession): Session {
  const { sessionId, accessToken, refreshToken, expiresInSeconds } = answer;
  return {
    id: sessionId,
    accessToken,
    refreshToken,
    expiresIn: expiresInSeconds,
    account: accountIn(answer),
  };
}

const codeIn = (link: string): string => new URL(link).searchParams.get('token') ?? '';

/** People leave by the auth service: there is no backend that they could leave by. */
function leavingByAuth(around: DriverSurroundings, usual: BackendDriver): BackendDriver {
  const auth = new SmallAuth(around);
  return Object.assign(Object.create(usual) as BackendDriver, {
    deleteAccount: (session: Session) => auth.leave(session),
  });
}

export const drivers: TargetDrivers = {
  auth: (around) => new SmallAuth(around),
  backend: leavingByAuth,
};
