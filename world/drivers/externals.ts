/** A mail as its reader sees it. */
export interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number;
  readonly traceId?: string;
}

/** A mailbox server that the platform sends its mail to. */
export interface MailboxDriver {
  /** Newest first. */
  mailsTo(address: string): Promise<Mail[]>;
  empty(address: string): Promise<void>;
}

/** One scripted turn of the assistant's language model. */
export interface ScriptedReply {
  readonly agent: 'triage' | 'data' | 'report';
  /** Only for questions that contain these words. */
  readonly when?: string;
  /** `{{tool:calculate}}` stands for what that tool returned to the agent. */
  readonly content?: string;
  readonly tool_calls?: readonly {
    readonly name: string;
    readonly arguments: Readonly<Record<string, unknown>>;
  }[];
}

/** The language model behind the agents: scripted for one person at a time, keyed by their user id. */
export interface LlmDriver {
  script(userId: string, replies: readonly ScriptedReply[]): Promise<void>;
  /** How often each agent asked the model on this person's behalf. */
  requestsFor(userId: string): Promise<{ readonly agent: string; readonly trace_id: string }[]>;
  forget(userId: string): Promise<void>;
}

export interface HealthReport {
  readonly service: string;
  readonly status: string;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly detail?: string }>>;
}

/** The platform as its operators see it. */
export interface OperationsDriver {
  health(service: string): Promise<HealthReport>;
  /** The log lines of one trace, oldest first; of all services unless one is named. */
  logs(traceId: string, service?: string): Promise<LogLine[]>;
}

export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly service: string;
  readonly msg: string;
  readonly trace_id?: string;
}
