import { createHash } from 'node:crypto';

/** Every Redis key and channel of the backend; nothing else composes one. */
export interface Keys {
  /** Stream of a person's latest events, entry ids `<seq>-0`, field `frame`. */
  stream(userId: string): string;
  /** Hash `{seq, token}`: the last number given out, and the resume token of this numbering. */
  position(userId: string): string;
  /** Sorted set of a person's open connections, scored by the end of their leases (ms). */
  connections(userId: string): string;
  /** Present while tokens of a revoked session may still be within their life time. */
  revoked(sessionId: string): string;
  /** Present for a while after an account is gone: nothing is published for it any more. Does not name the person. */
  gone(userId: string): string;
  /** Prefix for the limiter of questions to the agents, which adds `:<subject>`. */
  questions: string;
  /** Present while events of a deleted thread may still be under way: they are not taken in. Does not name the thread. */
  erased(threadId: string): string;
  /** Set of the events of a run that come once and have been published, for as long as the run may be taken up again. */
  said(runId: string): string;
  /** Channel: a person's events, to every instance that holds a connection of theirs. */
  feed(userId: string): string;
  /** Channel: what every instance must know at once (revoked sessions, stopped runs, deleted people). */
  control: string;
  /** The published stream of auth; a name without `backend:`. */
  userEvents: string;
}

export function keysUnder(prefix: string): Keys {
  const own = `${prefix}backend:`;
  return {
    stream: (userId) => `${own}stream:${userId}`,
    position: (userId) => `${own}position:${userId}`,
    connections: (userId) => `${own}connections:${userId}`,
    revoked: (sessionId) => `${own}revoked:${sessionId}`,
    gone: (userId) => `${own}gone:${digestOf(userId)}`,
    questions: `${own}questions`,
    erased: (threadId) => `${own}erased:${digestOf(threadId)}`,
    said: (runId) => `${own}said:${runId}`,
    feed: (userId) => `${own}feed:${userId}`,
    control: `${own}control`,
    userEvents: `${prefix}user-events`,
  };
}

/** Recognises a person again without naming them. */
export function digestOf(userId: string): string {
  return createHash('sha256').update(userId).digest('hex');
}
