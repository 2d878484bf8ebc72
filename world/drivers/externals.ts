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
  /** How many characters go out at a time. */
  readonly chunk_size?: number;
  /** After so many pieces the answer stops, until it is released. */
  readonly hold_after_chunks?: number;
}

/** What an agent put before the model. */
export interface ModelRequest {
  readonly agent: string;
  readonly trace_id: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

/** The language model behind the agents: scripted for one person at a time, keyed by their user id. */
export interface LlmDriver {
  script(userId: string, replies: readonly ScriptedReply[]): Promise<void>;
  /** What each agent asked the model on this person's behalf, in order. */
  requestsFor(userId: string): Promise<readonly ModelRequest[]>;
  /** Lets an answer that was held back go on to its end. */
  release(userId: string): Promise<void>;
  forget(userId: string): Promise<void>;
}
