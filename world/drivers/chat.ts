import type { Inbox } from '../inbox';
import type { Session } from './auth';

export interface ChatMessage {
  readonly content: string;
  /** Idempotency key: the same key never makes a second message. Absent: a new one. A page chooses its own. */
  readonly clientMessageId?: string;
  /** Absent: the backend opens a thread. */
  readonly threadId?: string;
}

/** An open chat of one person in one tab. */
export interface Connection {
  readonly id: string;
  readonly sessionId: string;
  readonly inbox: Inbox;
  /** What the person reads of the chat; absent where the chat has no page. */
  readonly screen?: ChatScreen;
  /** @returns the idempotency key with which the message went out. */
  say(message: ChatMessage): Promise<string>;
  /**
   * Resolves when everything that was on its way has arrived: a later event on the same socket did. Of a page, whose
   * socket is its own, everything that it has received by now.
   */
  fence(): Promise<void>;
  /** Resolves when the socket is closed on both sides. */
  close(): Promise<void>;
}

/** The chat as it stands on a page. Every look waits until it sees what it looks for, or says what is there instead. */
export interface ChatScreen {
  /** The person's own message, marked as sent. */
  showsAsSent(words: string): Promise<void>;
  /** Each of these agents among those that are or were at work on the newest answer. */
  showsAtWork(agents: readonly string[]): Promise<void>;
  /** The newest answer, once it is whole and reads as the events told it. @throws with what it reads instead. */
  answer(told: string): Promise<string>;
  /** The newest answer while it is being written, as soon as there are words of it. */
  unfinishedAnswer(words: string): Promise<string>;
}

export interface ChatDriver {
  /** Resolves on the server's welcome (`connection_established`), not on the socket's open. Throws Refused. */
  connect(session: Session): Promise<Connection>;
}
