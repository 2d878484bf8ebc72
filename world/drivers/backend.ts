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

/** What people can do at the backend besides chatting. Every verb throws Refused when the service says no. */
export interface BackendDriver {
  profile(session: Session): Promise<Profile>;
  /** The most recently used first. */
  threads(session: Session): Promise<StoredThread[]>;
  messages(session: Session, threadId: string): Promise<StoredMessage[]>;
  /** The person leaves the platform: gone from every service and store. */
  deleteAccount(session: Session): Promise<void>;
}
