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
  /** `{{tool:calculate}}` stands for what that tool returned to the agent, `{{tool:calculate#1}}` for the first of it. */
  readonly content?: string;
  readonly tool_calls?: readonly {
    readonly name: string;
    /** As text where it is to be no JSON. */
    readonly arguments: Readonly<Record<string, unknown>> | string;
  }[];
  /** Refuses with this HTTP status. */
  readonly status?: number;
  /** How many characters go out at a time. */
  readonly chunk_size?: number;
  /** After so many pieces the answer stops, until it is released; 0: before its first byte. */
  readonly hold_after_chunks?: number;
  /** After so many pieces the connection breaks. */
  readonly cut_after_chunks?: number;
}

/** One request as the language model took it. */
export interface ModelRequest {
  readonly agent: string;
  readonly trace_id: string;
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  /** Pieces of the answer that went out so far. */
  readonly pieces: number;
  /** `held` while an answer stands still, `abandoned` when whoever asked went away. */
  readonly outcome: string;
}

/** The language model behind the agents: scripted for one person at a time, keyed by their user id. */
export interface LlmDriver {
  /** Takes the place of what was scripted for the person before. */
  script(userId: string, replies: readonly ScriptedReply[]): Promise<void>;
  /** What the model was asked on this person's behalf, oldest first. */
  requestsFor(userId: string): Promise<readonly ModelRequest[]>;
  /** Lets an answer that was held back go on: to its end, or by so many pieces. @returns how many answers that were. */
  release(userId: string, pieces?: number): Promise<number>;
  forget(userId: string): Promise<void>;
}
