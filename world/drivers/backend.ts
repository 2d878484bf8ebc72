import type { Session } from './auth';

export interface Profile {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

export interface StoredMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** A conversation as the list of them has it. */
export interface StoredThread {
  readonly id: string;
  readonly title: string;
  readonly messageCount: number;
}

/** A conversation from elsewhere, as an archive holds it. */
export interface BroughtThread {
  readonly title: string;
  /** RFC 3339. */
  readonly created_at: string;
  readonly messages: readonly {
    readonly role: 'user' | 'assistant';
    readonly content: string;
    readonly created_at: string;
  }[];
}

/** What people can do at the backend besides chatting. Every verb throws Refused when the service says no. */
export interface BackendDriver {
  profile(session: Session): Promise<Profile>;
  /** The most recently used first. */
  threads(session: Session): Promise<StoredThread[]>;
  messages(session: Session, threadId: string): Promise<StoredMessage[]>;
  /** Makes a new conversation. */
  makeThread(session: Session, title: string): Promise<StoredThread>;
  deleteThread(session: Session, threadId: string): Promise<void>;
  /** Takes over what was said elsewhere, whole or not at all. */
  bringAlong(session: Session, threads: readonly BroughtThread[]): Promise<StoredThread[]>;
  /** The person leaves the platform: gone from every service and store. */
  deleteAccount(session: Session): Promise<void>;
}
