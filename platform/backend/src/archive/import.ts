import { z } from 'zod';
import { isStorable } from '../contract/text';
import { insertHistory } from '../threads/message-store';
import { insertThread, type ThreadView } from '../threads/thread-store';
import type { Connection } from '../storage/database';

/** Threads and messages that one import may bring; whoever has more brings them in several. */
const MOST_THREADS = 200;
const MOST_MESSAGES = 5_000;
const LONGEST = 100_000;

const storable = { error: 'expected text without NUL or half a character' };
const moment = z.iso.datetime();

/** What an export holds, as far as it is taken over: everything gets an id of its own. */
export const archive = z
  .object({
    format: z.literal('chat-archive'),
    version: z.literal(1),
    threads: z
      .array(
        z.object({
          title: z.string().trim().min(1).max(200).refine(isStorable, storable),
          created_at: moment,
          messages: z.array(
            z.object({
              role: z.enum(['user', 'assistant']),
              content: z.string().min(1).max(LONGEST).refine(isStorable, storable),
              created_at: moment,
            }),
          ),
        }),
      )
      .min(1)
      .max(MOST_THREADS),
  })
  .refine(({ threads }) => threads.reduce((sum, { messages }) => sum + messages.length, 0) <= MOST_MESSAGES, {
    error: `expected at most ${MOST_MESSAGES} messages`,
    path: ['threads'],
  });

export type Archive = z.output<typeof archive>;

/** Stores all of it, or nothing. What was said elsewhere counts against no plan: nobody answered it here. */
export async function importArchive(
  tx: Connection,
  userId: string,
  { threads }: Archive,
): Promise<{ threads: ThreadView[]; messages: number }> {
  const made: ThreadView[] = [];
  let count = 0;
  for (const { title, created_at, messages } of threads) {
    const thread = await insertThread(tx, userId, title, created_at);
    await insertHistory(tx, userId, thread.id, messages);
    made.push({ ...thread, message_count: messages.length });
    count += messages.length;
  }
  return { threads: made, messages: count };
}
