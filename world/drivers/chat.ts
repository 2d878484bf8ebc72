import type { Inbox } from '../inbox';
import type { Session } from './auth';

export interface ChatMessage {
  readonly content: string;
  /** Idempotency key: the same key never makes a second message. */
  readonly clientMessageId: string;
  /** Absent: the backend opens a thread. */
  readonly threadId?: string;
}

/** An open chat socket of one person in one tab. */
export interface Connection {
  readonly id: string;
  readonly sessionId: string;
  readonly inbox: Inbox;
  say(message: ChatMessage): void;
  /** Resolves when everything that was on its way has arrived: a later event on the same socket did. */
  fence(): Promise<void>;
  /** Resolves when the socket is closed on both sides. */
  close(): Promise<void>;
}

export interface ChatDriver {
  /** Resolves on the server's welcome (`connection_established`), not on the socket's open. Throws Refused. */
  connect(session: Session): Promise<Connection>;
}
