import type { Session } from '../auth';
import type { BackendDriver, BroughtThread, Profile, StoredMessage, StoredThread } from '../backend';
import type { AddressBook } from './addresses';
import type { Call, HttpClient } from './http-client';

interface WireProfile {
  user_id: string;
  email: string;
  name: string;
}

interface WireThread {
  id: string;
  title: string;
  message_count: number;
}

function threadFrom({ id, title, message_count }: WireThread): StoredThread {
  return { id, title, messageCount: message_count };
}

/** The backend's HTTP side of the wire contract. */
export class BackendOverHttp implements BackendDriver {
  constructor(
    private readonly who: string,
    private readonly http: HttpClient,
    private readonly addresses: Pick<AddressBook, 'backend'>,
  ) {}

  async profile(session: Session): Promise<Profile> {
    const profile = await this.call<WireProfile>('looks at the profile', 'GET', '/api/profile', session);
    return { userId: profile.user_id, email: profile.email, name: profile.name };
  }

  async threads(session: Session): Promise<StoredThread[]> {
    const path = '/api/threads?limit=100';
    const { threads } = await this.call<{ threads: WireThread[] }>(
      'looks at the threads',
      'GET',
      path,
      session,
    );
    return threads.map(threadFrom);
  }

  async messages(session: Session, threadId: string): Promise<StoredMessage[]> {
    const path = `/api/threads/${encodeURIComponent(threadId)}/messages`;
    const { messages } = await this.call<{ messages: StoredMessage[] }>(
      'reads a thread',
      'GET',
      path,
      session,
    );
    return messages;
  }

  async makeThread(session: Session, title: string): Promise<StoredThread> {
    const url = `${await this.addresses.backend()}/api/threads`;
    const during = `${this.who} makes a thread`;
    const call = { method: 'POST', url, during, bearer: session.accessToken, body: { title } } as const;
    return threadFrom(await this.http.call<WireThread>(call));
  }

  async deleteThread(session: Session, threadId: string): Promise<void> {
    const path = `/api/threads/${encodeURIComponent(threadId)}`;
    await this.call('deletes a thread', 'DELETE', path, session);
  }

  async bringAlong(session: Session, threads: readonly BroughtThread[]): Promise<StoredThread[]> {
    const url = `${await this.addresses.backend()}/api/imports`;
    const during = `${this.who} brings a history along`;
    const { threads: made } = await this.http.call<{ threads: WireThread[] }>({
      ...{ method: 'POST', url, during, bearer: session.accessToken },
      body: { format: 'chat-archive', version: 1, threads },
    });
    return made.map(threadFrom);
  }

  async deleteAccount(session: Session): Promise<void> {
    await this.call('deletes the account', 'DELETE', '/api/account', session);
  }

  private async call<T>(doing: string, method: Call['method'], path: string, session: Session): Promise<T> {
    const url = `${await this.addresses.backend()}${path}`;
    return this.http.call<T>({ method, url, during: `${this.who} ${doing}`, bearer: session.accessToken });
  }
}
