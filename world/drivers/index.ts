import type { PlatformUnderTest } from '../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../evidence/recorder';
import type { RefusalBook } from '../refusal';
import type { AuthDriver } from './auth';
import type { BackendDriver } from './backend';
import type { ChatDriver } from './chat';
import type { LlmDriver, MailboxDriver, OperationsDriver } from './externals';
import { AddressBook } from './wire/addresses';
import { AuthOverHttp } from './wire/auth-over-http';
import { AuthRecordsInPostgres, BackendRecordsInPostgres } from './wire/records-in-postgres';
import { BackendOverHttp } from './wire/backend-over-http';
import { ChatOverWebSocket } from './wire/chat-over-websocket';
import { HttpClient } from './wire/http-client';
import { LlmOverHttp } from './wire/llm-over-http';
import { MailboxOverHttp } from './wire/mailbox-over-http';
import { OperationsOverHttp } from './wire/operations-over-http';
import { RedisWitness } from './wire/redis-witness';
import type { AuthRecords, BackendRecords, CacheRecords } from './witnesses';

/** What one person can do to the platform. */
export interface PersonalDrivers {
  readonly auth: AuthDriver;
  readonly backend: BackendDriver;
  readonly chat: ChatDriver;
}

/** What the suite itself can look at. A capability that the target lacks has no driver. */
export interface SharedDrivers {
  readonly mailbox?: MailboxDriver;
  readonly llm?: LlmDriver;
  readonly operations: OperationsDriver;
  readonly authRecords?: AuthRecords;
  readonly backendRecords?: BackendRecords;
  readonly cache?: CacheRecords;
}

export interface Surroundings {
  readonly platform: PlatformUnderTest;
  readonly traceId: string;
  readonly evidence: EvidenceRecorder;
}

/** Makes drivers for one scenario on one platform, and closes them all. */
export class DriverSet {
  readonly shared: SharedDrivers;
  private readonly addresses: AddressBook;
  private readonly clients: HttpClient[] = [];

  constructor(private readonly around: Surroundings) {
    const { platform, evidence } = around;
    const { auth_database, backend_database, redis, redis_prefix } = platform.stores;
    this.addresses = new AddressBook(platform);
    this.shared = {
      operations: new OperationsOverHttp(this.http('platform', 'the suite'), this.addresses, platform),
      ...(platform.mailbox
        ? { mailbox: new MailboxOverHttp(this.http('mail', 'the suite'), platform.mailbox) }
        : {}),
      ...(platform.llm_script
        ? { llm: new LlmOverHttp(this.http('llm', 'the suite'), platform.llm_script) }
        : {}),
      ...(auth_database ? { authRecords: new AuthRecordsInPostgres(auth_database, evidence) } : {}),
      ...(backend_database
        ? { backendRecords: new BackendRecordsInPostgres(backend_database, evidence) }
        : {}),
      ...(redis ? { cache: new RedisWitness(redis, redis_prefix ?? '') } : {}),
    };
  }

  for(who: string, refusals: RefusalBook, onBreach: (sentence: string) => void): PersonalDrivers {
    const { platform, traceId, evidence } = this.around;
    const { addresses } = this;
    return {
      auth: new AuthOverHttp(who, this.http('auth', who), addresses),
      backend: new BackendOverHttp(who, this.http('backend', who), addresses),
      chat: new ChatOverWebSocket({
        who,
        traceId,
        origin: platform.origin,
        addresses,
        evidence,
        refusals,
        onBreach,
      }),
    };
  }

  async close(): Promise<void> {
    const { authRecords, backendRecords, cache } = this.shared;
    await Promise.all([authRecords?.close(), backendRecords?.close(), cache?.close()]);
    for (const client of this.clients) client.close();
  }

  private http(peer: string, actor: string): HttpClient {
    const client = new HttpClient(peer, actor, this.around.traceId, this.around.evidence);
    this.clients.push(client);
    return client;
  }
}
