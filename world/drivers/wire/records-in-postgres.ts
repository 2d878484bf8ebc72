import type { EvidenceRecorder } from '../../evidence/recorder';
import type {
  AccountRecord,
  AuthRecords,
  BackendRecords,
  ConversationRecord,
  MessageRecord,
  PersonalBooks,
  ProfileRecord,
  RunRecord,
  Trace,
} from '../witnesses';
import { PostgresWitness } from './postgres-witness';

/** The auth service's database, as the reference platform lays it out. */
export class AuthRecordsInPostgres implements AuthRecords {
  private readonly witness: PostgresWitness;

  constructor(url: string, evidence: EvidenceRecorder) {
    this.witness = new PostgresWitness('auth-database', url, evidence);
  }

  async account(userId: string): Promise<AccountRecord | undefined> {
    const [row] = await this.witness.rows<AccountRecord>(
      'the account',
      `select id, email, name, email_verified as "emailVerified", plan, password_hash as "passwordHash"
       from users where id = $1`,
      [userId],
    );
    return row;
  }

  async logins(email: string): Promise<number> {
    const sql = `select count(*)::int as count from sessions join users on users.id = sessions.user_id where email = $1`;
    const [row] = await this.witness.rows<{ count: number }>('the logins', sql, [email]);
    return row?.count ?? 0;
  }

  async mentions(names: readonly string[]): Promise<Trace[]> {
    return this.witness.mentions(names);
  }
}

/** The backend's database, as the reference platform lays it out. */
export class BackendRecordsInPostgres implements BackendRecords {
  private readonly witness: PostgresWitness;

  constructor(url: string, evidence: EvidenceRecorder) {
    this.witness = new PostgresWitness('backend-database', url, evidence);
  }

  async profile(userId: string): Promise<ProfileRecord | undefined> {
    const sql = `select user_id as "userId", email, name, email_verified as "emailVerified", plan from profiles where user_id = $1`;
    const [row] = await this.witness.rows<ProfileRecord>('the profile', sql, [userId]);
    return row;
  }

  async books(userId: string): Promise<PersonalBooks> {
    const [row] = await this.witness.rows<PersonalBooks>(
      "a person's books",
      `select (select count(*)::int from threads where user_id = $1) as conversations,
         (select count(*)::int from messages where user_id = $1 and role = 'user') as questions,
         (select count(*)::int from messages where user_id = $1 and role = 'assistant') as answers,
         (select count(*)::int from runs where user_id = $1) as runs,
         (select coalesce(sum(messages), 0)::int from usage_counters where user_id = $1) as counted`,
      [userId],
    );
    return row ?? { conversations: 0, questions: 0, answers: 0, runs: 0, counted: 0 };
  }

  async message(messageId: string): Promise<MessageRecord | undefined> {
    const [row] = await this.witness.rows<MessageRecord>(
      'the message',
      `select id, thread_id as "threadId", user_id as "userId", role, content from messages where id = $1`,
      [messageId],
    );
    return row;
  }

  async run(runId: string): Promise<RunRecord | undefined> {
    const sql = 'select status, state from runs where id = $1';
    const [row] = await this.witness.rows<{ status: string; state: RunState | null }>('the run', sql, [
      runId,
    ]);
    if (!row) return undefined;
    const { step = 'triage', agents = [], rounds = [] } = row.state ?? {};
    const results = rounds.flatMap((round) => round.results.map(({ result }) => result));
    return { status: row.status, next: step, agents, results };
  }

  async conversations(userId: string): Promise<readonly ConversationRecord[]> {
    return this.witness.rows<ConversationRecord>(
      'the conversations',
      `select threads.id, array_remove(array_agg(role || ': ' || content order by position), null) as said
       from threads left join messages on thread_id = threads.id where threads.user_id = $1 group by threads.id`,
      [userId],
    );
  }

  async mentions(names: readonly string[]): Promise<Trace[]> {
    return this.witness.mentions(names);
  }
}

/** What is looked at of a run's saved state. */
interface RunState {
  readonly step: string;
  readonly agents: readonly string[];
  readonly rounds: readonly { readonly results: readonly { readonly result: string }[] }[];
}
