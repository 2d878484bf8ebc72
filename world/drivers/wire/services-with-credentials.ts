import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { ServiceCredentials } from '../../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../../evidence/recorder';
import { PATIENCE } from '../../service-levels';
import type { Entry, Keeper, ServicesDriver, Vouching } from '../services';
import type { AddressBook } from './addresses';
import type { HttpClient } from './http-client';

interface WireVerdict {
  valid: boolean;
  user_id?: string;
  session_id?: string;
  email?: string;
}

/** PostgreSQL's insufficient_privilege. */
const NOT_ALLOWED = '42501';

/** Each service's own credentials in the suite's hands. It connects for one question, and writes nothing. */
export class ServicesWithCredentials implements ServicesDriver {
  constructor(
    private readonly credentials: ServiceCredentials,
    private readonly keyPrefix: string,
    private readonly around: { http: HttpClient; addresses: AddressBook; evidence: EvidenceRecorder },
  ) {}

  async database(who: Keeper, of: Keeper): Promise<Entry> {
    const url = new URL(this.credentials[who].database);
    url.pathname = new URL(this.credentials[of].database).pathname;
    const client = new Client({
      connectionString: url.href,
      connectionTimeoutMillis: PATIENCE.response,
    });
    const entry = await entryOf(
      async () => {
        await client.connect();
        await client.query('select 1');
      },
      ({ code }) => code === NOT_ALLOWED,
    ).finally(() => client.end());
    return this.noted(`${of}-database`, 'sql', `${who} connects`, entry);
  }

  async readKeys(who: Keeper, of: Keeper): Promise<Entry> {
    return this.keys(who, of, 'looks for', (redis, key) => redis.exists(key));
  }

  async writeKeys(who: Keeper, of: Keeper): Promise<Entry> {
    return this.keys(who, of, 'deletes', (redis, key) => redis.del(key));
  }

  async askAbout(accessToken: string): Promise<Vouching> {
    const { http, addresses } = this.around;
    const basic = Buffer.from(`backend:${this.credentials.backend_at_auth}`).toString('base64');
    const verdict = await http.call<WireVerdict>({
      method: 'POST',
      url: `${await addresses.auth()}/auth/validate`,
      during: 'the suite asks the auth service about a token, as a service',
      body: { token: accessToken },
      headers: { authorization: `Basic ${basic}` },
    });
    const { valid, user_id: userId, session_id: sessionId, email } = verdict;
    return { valid, userId, sessionId, email };
  }

  private async keys(
    who: Keeper,
    of: Keeper,
    doing: string,
    ask: (redis: Redis, key: string) => Promise<unknown>,
  ): Promise<Entry> {
    const redis = new Redis(this.credentials[who].redis, { lazyConnect: true, maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined); // Shows at the question, with a message of its own.
    const key = `${this.keyPrefix}${of}:no-such-key`;
    const entry = await entryOf(
      () => ask(redis, key),
      ({ message }) => message.startsWith('NOPERM'),
    ).finally(() => redis.disconnect());
    return this.noted('cache', 'redis', `${who} ${doing} a key of ${of}`, entry);
  }

  private noted(peer: string, kind: 'sql' | 'redis', doing: string, entry: Entry): Entry {
    const what = `${doing} -> ${entry}`;
    this.around.evidence.exchange({ actor: 'the suite', peer, kind, what });
    return entry;
  }
}

/** @throws whatever is not the store's "you may not". */
async function entryOf(
  enter: () => Promise<unknown>,
  isRefusal: (cause: Error & { code?: string }) => boolean,
): Promise<Entry> {
  try {
    await enter();
    return 'opens';
  } catch (cause) {
    if (cause instanceof Error && isRefusal(cause)) return 'refuses';
    throw cause;
  }
}
