import { frame } from '../contract/frame';
import { Refusal } from '../errors';
import { isKnown } from '../profiles/profile-store';
import { unfinishedRunsOf } from '../agents/run-store';
import type { Database } from '../storage/database';
import { insteadOfADeadlock } from '../storage/deadlock';
import { withdrawExports } from '../archive/export-store';
import type { UsageLog } from '../usage/usage-outbox';
import type { ControlChannel } from '../user-stream/control-channel';
import type { UserStream } from '../user-stream/user-stream';
import { deleteThread, findThread, insertThread, updateTitle, type ThreadView } from './thread-store';

export const UNTITLED = 'New chat';

export interface ThreadServiceOptions {
  db: Database;
  stream: UserStream;
  control: ControlChannel;
  usage: UsageLog;
}

/**
 * What people do with their threads, over HTTP or the socket alike: stored first, then told to all their tabs.
 * Every call throws a Refusal: `thread_not_found` for what is not theirs, `profile_pending` before they are known.
 */
export class ThreadService {
  constructor(private readonly options: ThreadServiceOptions) {}

  async create(userId: string, title = UNTITLED): Promise<ThreadView> {
    const { db } = this.options;
    if (!(await isKnown(db, userId))) throw new Refusal('profile_pending');
    const thread = await insertThread(db, userId, title);
    await this.announceCreation(userId, thread);
    return thread;
  }

  async announceCreation(userId: string, { id: thread_id, title, created_at }: ThreadView): Promise<void> {
    await this.options.stream.publish(
      userId,
      frame('thread_created', { thread_id, title, created_at }, { thread_id }),
    );
  }

  async find(userId: string, id: string): Promise<ThreadView> {
    const thread = await findThread(this.options.db, userId, id);
    if (!thread) throw new Refusal('thread_not_found');
    return thread;
  }

  async rename(userId: string, id: string, title: string): Promise<ThreadView> {
    const { db, stream } = this.options;
    if (!(await updateTitle(db, userId, id, title))) throw new Refusal('thread_not_found');
    await stream.publish(userId, frame('thread_renamed', { thread_id: id, title }, { thread_id: id }));
    return this.find(userId, id);
  }

  /** Ends what is being answered in it, and takes it from everywhere: files, figures and events that are kept included. */
  async remove(userId: string, id: string): Promise<void> {
    const { db, stream, control, usage } = this.options;
    const run_ids = await unfinishedRunsOf(db, userId, id);
    await insteadOfADeadlock(() =>
      db.transaction().execute(async (tx) => {
        if (!(await deleteThread(tx, userId, id))) throw new Refusal('thread_not_found');
        await withdrawExports(tx, userId);
        await usage.recordThreadDeletion(tx, userId, id);
      }),
    );
    usage.wake();
    if (run_ids.length > 0) await control.tell({ kind: 'runs_ended', run_ids });
    await stream.publish(userId, frame('thread_deleted', { thread_id: id }, { thread_id: id }));
    await stream.erase(userId, id);
  }
}
