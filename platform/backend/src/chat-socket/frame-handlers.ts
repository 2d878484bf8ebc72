import type { ClientFrame } from '../contract/envelope';
import type { ClientType } from '../contract/events';
import { frame } from '../contract/frame';
import { Refusal } from '../errors';
import { TokenRefused, type Person } from '../identity/person';
import type { Database } from '../storage/database';
import type { Conversation } from '../threads/conversation';
import { listMessages } from '../threads/message-store';
import type { ThreadService } from '../threads/thread-service';
import type { UserStream } from '../user-stream/user-stream';
import { seqOf } from '../user-stream/user-stream';
import type { Admission } from './admission';
import type { Connection } from './connection';
import type { OpenConnections } from './open-connections';

/** Messages that `thread_switched` brings along; older ones are at /api/threads/{id}/messages. */
const HISTORY = 50;

export interface FrameHandlerOptions {
  db: Database;
  conversation: Conversation;
  threads: ThreadService;
  stream: UserStream;
  admission: Admission;
  open: OpenConnections;
}

type Of<T extends ClientType> = Extract<ClientFrame, { type: T }>;
type Handlers = {
  [T in ClientType]: (connection: Connection, person: Person, frame: Of<T>) => Promise<void>;
};

/** What each type of client frame does. A handler answers by an event, or throws a Refusal. */
export function frameHandlers(options: FrameHandlerOptions): Handlers {
  const { db, conversation, threads, stream, admission, open } = options;
  return {
    ping: async (connection) => {
      connection.send(frame('pong', { server_time: new Date().toISOString() }));
    },

    chat_message: async (connection, { userId }, { payload, thread_id }) => {
      const repeated = await conversation.say(userId, { ...payload, ...(thread_id ? { thread_id } : {}) });
      if (repeated) connection.send(repeated);
    },

    retry: (_connection, { userId }, { payload }) => conversation.retry(userId, payload.message_id),

    stop: (_connection, { userId }, { payload }) => conversation.stop(userId, payload.run_id),

    create_thread: async (_connection, { userId }, { payload }) => {
      await threads.create(userId, payload.title);
    },

    switch_thread: async (connection, { userId }, { payload: { thread_id } }) => {
      const { title } = await threads.find(userId, thread_id);
      const history = await listMessages(db, userId, thread_id, HISTORY);
      connection.send(frame('thread_switched', { thread_id, title, history }, { thread_id }));
    },

    rename_thread: async (_connection, { userId }, { payload }) => {
      await threads.rename(userId, payload.thread_id, payload.title);
    },

    delete_thread: (_connection, { userId }, { payload }) => threads.remove(userId, payload.thread_id),

    resume: async (connection, { userId }, { payload: { resume_token, last_seq } }) => {
      connection.holdBack();
      try {
        const missed = await missedEvents(stream, userId, resume_token, last_seq, connection.missedUpTo);
        const upTo = Math.max(connection.missedUpTo, last_seq);
        connection.send(frame('resumed', { last_seq: upTo, replayed: missed.length }));
        connection.replay(missed);
        connection.missedUpTo = Math.min(connection.missedUpTo, last_seq);
      } finally {
        connection.letThrough();
      }
    },

    refresh_token: async (connection, person, { payload }) => {
      const renewed = await admission.check(payload.access_token).catch((cause: unknown) => {
        throw cause instanceof TokenRefused ? new Refusal(cause.fault) : cause;
      });
      if (!replaces(renewed, person)) throw new Refusal('token_not_later');
      open.refresh(connection, renewed);
      const expires_in = Math.max(0, (renewed.expiresAt - Date.now()) / 1_000);
      connection.send(frame('token_refreshed', { expires_in }));
    },
  };
}

/** The events after `lastSeq` that came before this connection: each once, in order. */
async function missedEvents(
  stream: UserStream,
  userId: string,
  resumeToken: string,
  lastSeq: number,
  upTo: number,
): Promise<string[]> {
  const position = await stream.position(userId);
  if (position.resumeToken !== resumeToken || lastSeq > position.lastSeq) throw new Refusal('resume_refused');
  if (lastSeq >= upTo) return [];
  const missed = await stream.between(userId, lastSeq + 1, upTo);
  if (seqOf(missed[0] ?? '') !== lastSeq + 1) throw new Refusal('resume_gap');
  return missed;
}

function replaces(renewed: Person, current: Person): boolean {
  return (
    renewed.userId === current.userId &&
    renewed.sessionId === current.sessionId &&
    renewed.expiresAt > current.expiresAt
  );
}
