import { currentTrace } from '@reference/kit/trace';
import type { RunQueue } from '../agents/run-queue';
import { insertRun, latestRunFor, stopRun } from '../agents/run-store';
import type { HistoryEntry } from '../contract/events';
import { frame, type Frame } from '../contract/frame';
import { Refusal } from '../errors';
import { isKnown } from '../profiles/profile-store';
import type { Connection, Database } from '../storage/database';
import { usageOf, type UsageEventName } from '../usage/usage-event';
import type { UsageLog } from '../usage/usage-outbox';
import type { Quota } from '../usage/quota';
import type { Usage } from '../usage/usage-store';
import type { ControlChannel } from '../user-stream/control-channel';
import type { UserStream } from '../user-stream/user-stream';
import { findByClientId, insertMessage, lockMessage } from './message-store';
import type { ThreadService } from './thread-service';
import { insertThread, touchThread, type ThreadView } from './thread-store';

const LONGEST_TITLE = 60;

export interface Utterance {
  content: string;
  client_message_id: string;
  /** Without one, a thread is made for the message. */
  thread_id?: string;
}

interface Stored {
  message: HistoryEntry;
  runId: string;
  newThread?: ThreadView;
  used: Usage;
}

/** The person used this client_message_id before; rolls back what was begun for it. */
class SaidBefore extends Error {
  override readonly name = 'SaidBefore';
}

export interface ConversationOptions {
  db: Database;
  stream: UserStream;
  control: ControlChannel;
  threads: ThreadService;
  runs: RunQueue;
  usage: UsageLog;
  quota: Quota;
}

/** What people say to the agents. */
export class Conversation {
  constructor(private readonly options: ConversationOptions) {}

  /**
   * Stores a message with the run that is to answer it, then tells every tab and has the run started.
   * @returns undefined, or for a message that was sent before the acceptance to repeat to its sender alone
   * @throws Refusal thread_not_found, profile_pending, idempotency_conflict, quota_exceeded
   */
  async say(userId: string, utterance: Utterance): Promise<Frame<'message_accepted'> | undefined> {
    const { threads, stream, runs, usage, quota } = this.options;
    const stored = await this.store(userId, utterance);
    if (!stored) return this.repeatedAcceptance(userId, utterance);
    usage.wake();
    if (stored.newThread) await threads.announceCreation(userId, stored.newThread);
    await stream.publish(userId, acceptance(stored.message, stored.runId));
    await runs.takeUp(stored.runId);
    await quota.tellTaken(userId, stored.used);
    return undefined;
  }

  /** Has a message answered again, after its answer failed or was stopped; counts like a new one. */
  async retry(userId: string, messageId: string): Promise<void> {
    const { db, stream, runs, usage, quota } = this.options;
    const { message, runId, used } = await db.transaction().execute(async (tx) => {
      const message = await lockMessage(tx, userId, messageId);
      if (message?.role !== 'user') throw new Refusal('message_not_found');
      const latest = await latestRunFor(tx, userId, messageId);
      if (latest?.status !== 'failed' && latest?.status !== 'stopped') throw new Refusal('not_retryable');
      const runId = await this.insertRunFor(tx, userId, message, 'message_retried');
      return { message, runId, used: await quota.take(tx, userId) };
    });
    usage.wake();
    await stream.publish(userId, acceptance(message, runId));
    await runs.takeUp(runId);
    await quota.tellTaken(userId, used);
  }

  /** Ends a run wherever it is worked on; told as an `agent_error` with the code `stopped`. */
  async stop(userId: string, runId: string): Promise<void> {
    const { stream, control, usage } = this.options;
    const threadId = await this.storeStop(userId, runId);
    usage.wake();
    await control.tell({ kind: 'runs_ended', run_ids: [runId] });
    const payload = { code: 'stopped', message: 'Stopped, as you asked.', retryable: true } as const;
    await stream.publish(userId, frame('agent_error', payload, { thread_id: threadId, run_id: runId }));
  }

  /** @returns undefined where the client_message_id was used before. */
  private async store(userId: string, utterance: Utterance): Promise<Stored | undefined> {
    try {
      return await this.options.db.transaction().execute(async (tx) => {
        const { thread_id, newThread } = await threadFor(tx, userId, utterance);
        const { content, client_message_id } = utterance;
        const said = {
          thread_id,
          user_id: userId,
          role: 'user',
          content,
          client_message_id,
          run_id: null,
        } as const;
        const message = await insertMessage(tx, said);
        if (!message) throw new SaidBefore();
        const runId = await this.insertRunFor(tx, userId, message, 'message_accepted');
        const used = await this.options.quota.take(tx, userId);
        return { message, runId, used, ...(newThread ? { newThread } : {}) };
      });
    } catch (cause) {
      if (cause instanceof SaidBefore) return undefined;
      throw cause;
    }
  }

  private async insertRunFor(
    tx: Connection,
    userId: string,
    { id, thread_id }: HistoryEntry,
    event: UsageEventName,
  ): Promise<string> {
    const { runs, usage } = this.options;
    const trace = currentTrace();
    if (!trace) throw new Error('a run is to start that belongs to no trace');
    const run = { thread_id, user_id: userId, message_id: id, trace_id: trace.traceId };
    const run_id = await insertRun(tx, run, runs.owner);
    await usage.record(tx, usageOf(event, { ...run, id: run_id }));
    return run_id;
  }

  private async storeStop(userId: string, runId: string): Promise<string> {
    const { db, usage } = this.options;
    return db.transaction().execute(async (tx) => {
      const run = await stopRun(tx, userId, runId);
      if (!run) throw new Refusal('run_not_found');
      await usage.record(tx, usageOf('run_stopped', run));
      return run.thread_id;
    });
  }

  private async repeatedAcceptance(userId: string, utterance: Utterance): Promise<Frame<'message_accepted'>> {
    const { db } = this.options;
    const message = await findByClientId(db, userId, utterance.client_message_id);
    const run = message && (await latestRunFor(db, userId, message.id));
    if (!message || !run) throw new Refusal('message_not_found');
    if (message.content !== utterance.content) throw new Refusal('idempotency_conflict');
    return acceptance(message, run.id);
  }
}

/** The thread of a message: the one it names, which must be the sender's, or a new one titled by it. */
async function threadFor(
  tx: Connection,
  userId: string,
  { thread_id, content, client_message_id }: Utterance,
): Promise<{ thread_id: string; newThread?: ThreadView }> {
  if (await findByClientId(tx, userId, client_message_id)) throw new SaidBefore();
  if (!(await isKnown(tx, userId))) throw new Refusal('profile_pending');
  if (thread_id === undefined) {
    const newThread = await insertThread(tx, userId, titleOf(content));
    return { thread_id: newThread.id, newThread };
  }
  if (!(await touchThread(tx, userId, thread_id))) throw new Refusal('thread_not_found');
  return { thread_id };
}

function acceptance(message: HistoryEntry, run_id: string): Frame<'message_accepted'> {
  const { id: message_id, thread_id, content, client_message_id } = message;
  const payload = { message_id, client_message_id: client_message_id ?? '', content };
  return frame('message_accepted', payload, { thread_id, run_id });
}

/** The message's first words. */
function titleOf(content: string): string {
  const words = content.trim().replaceAll(/\s+/g, ' ');
  const characters = Array.from(words);
  if (characters.length <= LONGEST_TITLE) return words || 'New chat';
  return `${characters
    .slice(0, LONGEST_TITLE - 1)
    .join('')
    .trimEnd()}…`;
}
