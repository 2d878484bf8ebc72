/** A row of a table in which someone's names were found: what is left of them. */
export interface Trace {
  /** `auth-database users`, `cache i1:auth:session:...`. */
  readonly where: string;
  readonly count: number;
}

export interface AccountRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly emailVerified: boolean;
  readonly plan: string;
  /** The stored form of the password; null for who never had one. */
  readonly passwordHash: string | null;
}

/** Reads, never writes, what the auth service has stored. */
export interface AuthRecords {
  account(userId: string): Promise<AccountRecord | undefined>;
  /** How many logins, ended ones included, whoever has the address has. */
  logins(email: string): Promise<number>;
  /** Rows of any table that mention one of the names (ids, addresses). */
  mentions(names: readonly string[]): Promise<Trace[]>;
}

export interface ProfileRecord {
  readonly userId: string;
  readonly plan: string;
  readonly emailVerified: boolean;
  readonly email: string;
  readonly name: string;
}

export interface MessageRecord {
  readonly id: string;
  readonly threadId: string;
  readonly userId: string;
  readonly role: string;
  readonly content: string;
}

/** An answer in the making, as it was kept after its last step. */
export interface RunRecord {
  readonly status: string;
  /** The step that comes next; 'triage' before the first one is done. */
  readonly next: string;
  readonly agents: readonly string[];
  /** What the tools gave, in order. */
  readonly results: readonly string[];
}

/** How much of everything there is about one person; of what belongs together there is equally much. */
export interface PersonalBooks {
  readonly conversations: number;
  readonly questions: number;
  readonly answers: number;
  /** Answers in the making, made, or given up. */
  readonly runs: number;
  /** Messages that the plan counts. */
  readonly counted: number;
}

/** A conversation with what was said in it, oldest first, as `role: content`. */
export interface ConversationRecord {
  readonly id: string;
  readonly said: readonly string[];
}

/** Reads, never writes, what the backend has stored. */
export interface BackendRecords {
  /** All of it as it is at one moment. */
  books(userId: string): Promise<PersonalBooks>;
  profile(userId: string): Promise<ProfileRecord | undefined>;
  message(messageId: string): Promise<MessageRecord | undefined>;
  run(runId: string): Promise<RunRecord | undefined>;
  /** All of a person's, those in which nothing was said included. */
  conversations(userId: string): Promise<readonly ConversationRecord[]>;
  mentions(names: readonly string[]): Promise<Trace[]>;
}

/** Reads, never writes, what the services keep in Redis. */
export interface CacheRecords {
  /** Keys whose name or value mentions one of the names. */
  mentions(names: readonly string[]): Promise<Trace[]>;
  /** What the auth service published about a person, oldest first, as it stands there. */
  news(userId: string): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export interface UsageEvent {
  readonly eventId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly userId: string;
  readonly threadId: string;
  readonly runId: string;
  /** `message_accepted`, `message_retried`, `agent_step`, `run_completed`, `run_failed` or `run_stopped`. */
  readonly event: string;
  /** Who worked, in an `agent_step`; otherwise ''. */
  readonly agent: string;
  /** Of the step in an `agent_step`, of the whole run in `run_completed`. */
  readonly tokens: number;
  readonly latencyMs: number;
  readonly traceId: string;
}

/** Reads, never writes, what the backend told analytics. */
export interface AnalyticsRecords {
  /** Oldest first, each once however often it was sent. */
  events(userId: string): Promise<UsageEvent[]>;
  /** How often each kind of event was counted that a trace caused, whoever it was for. */
  totals(traceId: string): Promise<Readonly<Record<string, number>>>;
  /** Tables with rows that mention one of the names. */
  mentions(names: readonly string[]): Promise<Trace[]>;
  close(): Promise<void>;
}
