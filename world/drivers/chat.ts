import type { ServerFrame } from '../contract/frames';
import type { Inbox } from '../inbox';
import type { Session } from './auth';
import type { StoredMessage } from './backend';
import type { ThreadList } from './threads';

export interface ChatMessage {
  readonly content: string;
  /** Idempotency key: the same key never makes a second message. Absent: a new one. A page chooses its own. */
  readonly clientMessageId?: string;
  /** Absent: the backend opens a thread. */
  readonly threadId?: string;
}

/** How a chat is opened where it is not as an app does it: the token in a header, from the platform's own pages. */
export interface Handshake {
  /** Where the access token stands; in the query is where the contract does not look for it. */
  readonly token?: 'header' | 'subprotocol' | 'query' | 'nowhere';
  /** Which of several backends is asked, "1" or "2"; the first unless said. */
  readonly backend?: string;
  /** Of the page that opens the chat. */
  readonly origin?: string;
  /** The browser's tab, where the chat has a page; a socket has none. */
  readonly tab?: string;
  /** By the platform's public address, where a backend is found for it; otherwise at a backend's own. */
  readonly publicly?: boolean;
  /** The chat whose connection was lost, and with which this one goes on where it stopped. */
  readonly following?: Connection;
  /** Said at the moment when the socket is open, before the server has said anything. */
  readonly first?: ChatMessage;
}

/** How the server ended a chat. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** What only whoever holds the socket can see of it and do with it. */
export interface ChatSocket {
  /** The subprotocol that the server chose. */
  readonly protocol: string;
  /** Shows a newer token of the same session; resolves when the server took it, throws when it did not. */
  renew(session: Session): Promise<void>;
  /** Turns to a conversation; resolves with what the server showed of it, to this socket, oldest first. Throws Refused. */
  turnTo(threadId: string): Promise<readonly StoredMessage[]>;
  /** Lets go of the connection without a word, as whoever gave it up: nothing that still comes is taken in. */
  abandon(): void;
  /** Puts something on the wire as it is: text, or bytes. */
  transmit(what: string | Uint8Array): void;
  /** Takes nothing more from the network, and so keeps it waiting, until the end. */
  stopReading(): void;
  /** Resolves when the server has ended the chat. */
  ending(within: number): Promise<Ending>;
}

/** An open chat of one person in one tab. */
export interface Connection {
  readonly id: string;
  readonly sessionId: string;
  readonly inbox: Inbox;
  /** Absent where a page holds the socket. */
  readonly socket?: ChatSocket;
  /** What the person reads of the chat; absent where the chat has no page. */
  readonly screen?: ChatScreen;
  readonly threads: ThreadList;
  /** @returns the idempotency key with which the message went out. */
  say(message: ChatMessage): Promise<string>;
  /** Has a message answered again whose answer failed. */
  retry(messageId: string): Promise<void>;
  /** Ends an answer that is being made. */
  stop(runId: string): Promise<void>;
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
  /** Says something, whether or not there is a connection: it stands there as being sent until it is. */
  types(words: string): Promise<void>;
  /** The words that stand by the connection: "Connected", "Reconnecting". */
  saysOfConnection(words: string, within: number): Promise<void>;
  /** Everything in the conversation, oldest first, as "You: ..." and "Assistant: ...". */
  transcript(): Promise<readonly string[]>;
  /** A message of the person's own that is not accepted yet. */
  showsAsSending(words: string): Promise<void>;
  /** The person's own message, marked as sent. */
  showsAsSent(words: string): Promise<void>;
  /** Turns to the conversation of that title, by the list of them. */
  turnTo(title: string): Promise<void>;
  /** Each of these agents among those that are or were at work on the newest answer. */
  showsAtWork(agents: readonly string[]): Promise<void>;
  /** The newest answer, once it is whole and reads as the events told it. @throws with what it reads instead. */
  answer(told: string): Promise<string>;
  /** Questions that the chat proposes while it is empty. */
  suggestions(): Promise<readonly string[]>;
  /** @returns the idempotency key with which the proposed question went out */
  takeUp(suggestion: string): Promise<string>;
  /** The conversations on the list, newest first, by their titles. */
  titles(): Promise<readonly string[]>;
  /** What the page says of the newest answer, which failed. @throws when it says nothing of the kind */
  failure(): Promise<ShownFailure>;
  /** The kinds of elements of which all that was said is made up on the page, without repetition. */
  elementsOfWords(): Promise<readonly string[]>;
  /** From now on the page is looked at each time when it changes. */
  watch(): Promise<void>;
  /** When each of these events arrived at the page, and when it showed there; `watch` was called before. */
  seen(frames: readonly ServerFrame[]): Promise<PageTimes>;
  /** The newest answer while it is being written, as soon as there are words of it. */
  unfinishedAnswer(words: string): Promise<string>;
}

/** An answer that failed, as it stands on a page. */
export interface ShownFailure {
  readonly message: string;
  /** What support asks for. */
  readonly reference: string;
  readonly offersRetry: boolean;
}

/** One step of an answer on its way to a person's eyes; milliseconds of the page's own clock. */
export interface SeenStep {
  readonly type: string;
  /** As a person would call what shows it. */
  readonly shows: string;
  readonly arrivedAt: number;
  /** Absent: it never showed. */
  readonly shownAt?: number;
}

export interface PageTimes {
  /** In the order in which they arrived. */
  readonly steps: readonly SeenStep[];
}

export interface ChatDriver {
  /**
   * Resolves on the server's welcome (`connection_established`), not on the socket's open. Throws Refused.
   * A page shakes hands in its own way.
   */
  connect(session: Session, handshake?: Handshake): Promise<Connection>;
}
