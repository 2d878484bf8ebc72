import type { Inbox } from '../../inbox';
import { textOf } from '../../contract/frames';
import { PATIENCE } from '../../service-levels';
import { threadCalled, threadsTold, type ThreadList } from '../threads';

/** Conversations by the frames and events of a chat socket, as an app has them. */
export class ThreadsOverWebSocket implements ThreadList {
  constructor(
    private readonly inbox: Inbox,
    private readonly send: (type: string, payload: object) => void,
  ) {}

  async begin(title: string): Promise<string> {
    const mark = this.inbox.mark();
    this.send('create_thread', { title });
    const isIt = ({ type, payload }: { type: string; payload: Readonly<Record<string, unknown>> }) =>
      type === 'thread_created' && payload['title'] === title;
    const told = await this.inbox.after(mark).find(`thread_created for "${title}"`, isIt, PATIENCE.reply);
    return textOf(told.payload, 'thread_id');
  }

  async rename(title: string, to: string): Promise<void> {
    this.send('rename_thread', { thread_id: threadCalled(title, this.inbox), title: to });
  }

  async remove(title: string): Promise<void> {
    this.send('delete_thread', { thread_id: threadCalled(title, this.inbox) });
  }

  async titles(): Promise<readonly string[]> {
    return [...threadsTold(this.inbox).values()];
  }
}
