import { Refused, type Call } from '../calls/call';
import { Observable } from '../calls/observable';
import { Connection } from './connection';
import type { HistoryEntry, ServerFrame } from './frames';
import type { ConnectionOptions, LinkStatus } from './link';
import { Outbox, type Outgoing } from './outbox';
import { reduce, type Action } from './reducer';
import { conversationIn, DRAFT, FRESH_CHAT, UNTITLED, type ChatState, type Thread } from './state';
import { titleFrom } from './threads';

const THREADS_A_PAGE = 50;
const EARLIER_A_PAGE = 50;
const RETRY_MS = 2_000;

export type LinkOptions = Omit<ConnectionOptions, 'onStatus' | 'onFrame' | 'onReady' | 'onNotice'>;

export interface ChatOptions {
  call: <T>(call: Call) => Promise<T>;
  link: LinkOptions;
  newId: () => string;
  now: () => Date;
  /** A thread that this tab asked for exists now. */
  onThread: (thread: string) => void;
  /** Events that concern others than the chat. */
  onFrame: (frame: ServerFrame) => void;
}

export interface Returned {
  /** `DRAFT` for a message that was to begin one. */
  thread: string;
  content: string;
}

const NOT_SENT = 'Your message was not sent. Your words are still in the box.';

/** What one tab knows of a person's chats, and what the person does there. */
export class Chat {
  readonly state = new Observable<ChatState>(FRESH_CHAT);
  readonly status = new Observable<LinkStatus>('connecting');
  readonly notice = new Observable<string | undefined>(undefined);
  /** Words that were not taken and go back to where they were typed. */
  readonly returned = new Observable<Returned | undefined>(undefined);
  private readonly outbox = new Outbox();
  private readonly connection: Connection;
  private opened: string | undefined;
  /** `create_thread` frames of this tab that were not answered yet. */
  private creating = 0;

  constructor(private readonly options: ChatOptions) {
    this.connection = new Connection({
      ...options.link,
      onStatus: (status) => {
        if (status !== 'connected') {
          this.outbox.lost();
          this.act({ kind: 'lost' });
        }
        this.status.set(status);
      },
      onFrame: (frame) => this.take(frame),
      onReady: ({ anew }) => this.ready(anew),
      onNotice: (sentence) => this.notice.set(sentence),
    });
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
  }

  networkChanged(): void {
    this.connection.networkChanged();
  }

  serviceIsBack(): void {
    this.connection.serviceIsBack();
  }

  /** Shows a thread; undefined for a new one that the first message makes. */
  open(thread: string | undefined): void {
    this.opened = thread;
    if (thread === undefined) return;
    this.act({ kind: 'opening', thread });
    this.connection.send('switch_thread', { thread_id: thread }, { id: `open:${thread}` });
  }

  say(thread: string | undefined, content: string): void {
    const clientId = this.options.newId();
    this.act({
      kind: 'said',
      thread: thread ?? DRAFT,
      clientId,
      content,
      at: this.options.now().toISOString(),
    });
    this.outbox.add({ clientId, content, thread });
    this.flush();
  }

  /** Sends a message that was refused once more. */
  sayAgain(thread: string | undefined, clientId: string, content: string): void {
    this.act({ kind: 'said_again', thread: thread ?? DRAFT, clientId });
    this.outbox.add({ clientId, content, thread });
    this.flush();
  }

  retry(messageId: string): void {
    this.connection.send('retry', { message_id: messageId });
  }

  stopAnswer(runId: string): void {
    this.connection.send('stop', { run_id: runId });
  }

  createThread(): void {
    if (this.connection.send('create_thread', {}, { id: 'create' })) this.creating += 1;
  }

  rename(thread: string, title: string): void {
    this.connection.send('rename_thread', { thread_id: thread, title });
  }

  remove(thread: string): void {
    this.connection.send('delete_thread', { thread_id: thread });
  }

  async loadThreads(): Promise<void> {
    this.act({ kind: 'loading_threads' });
    try {
      const list = await this.threadsFrom(0);
      this.act({ kind: 'threads', list, hasMore: list.length >= THREADS_A_PAGE });
    } catch (cause) {
      this.act({ kind: 'no_threads' });
      if (cause instanceof Refused && cause.code === 'profile_pending')
        this.options.link.after(RETRY_MS, () => void this.loadThreads());
    }
  }

  async loadMoreThreads(): Promise<void> {
    const list = await this.threadsFrom(this.state.get().threads.length);
    this.act({ kind: 'more_threads', list, hasMore: list.length >= THREADS_A_PAGE });
  }

  async loadEarlier(thread: string): Promise<void> {
    const { earliest } = conversationIn(this.state.get(), thread);
    if (earliest === undefined) return;
    const path = `/api/threads/${thread}/messages?limit=${EARLIER_A_PAGE}&before=${earliest}`;
    const { messages } = await this.options.call<{ messages: HistoryEntry[] }>({ path });
    this.act({ kind: 'earlier', thread, history: messages, hasEarlier: messages.length >= EARLIER_A_PAGE });
  }

  private async threadsFrom(offset: number): Promise<Thread[]> {
    const path = `/api/threads?limit=${THREADS_A_PAGE}&offset=${offset}`;
    return (await this.options.call<{ threads: Thread[] }>({ path })).threads;
  }

  private ready(anew: boolean): void {
    this.creating = 0;
    if (anew) {
      void this.loadThreads();
      this.open(this.opened);
    } else if (
      this.opened !== undefined &&
      conversationIn(this.state.get(), this.opened).status === 'loading'
    ) {
      this.open(this.opened);
    }
    this.flush();
  }

  private flush(): void {
    if (!this.connection.isReady) return;
    for (const { clientId, content, thread } of this.outbox.due()) {
      const about = { id: clientId, ...(thread === undefined ? {} : { thread_id: thread }) };
      this.connection.send('chat_message', { content, client_message_id: clientId }, about);
    }
  }

  private take(frame: ServerFrame): void {
    const before = this.state.get();
    this.act({ kind: 'event', frame });
    this.options.onFrame(frame);
    if (frame.type === 'message_accepted') this.accepted(before, frame);
    else if (frame.type === 'thread_created') this.created(frame.payload.thread_id);
    else if (frame.type === 'error') this.refused(frame.payload);
    else if (frame.type === 'quota_lifted') this.forgetNotSent();
  }

  private accepted(before: ChatState, { payload, thread_id }: ServerFrame<'message_accepted'>): void {
    if (thread_id === undefined) return;
    const own = this.outbox.accepted(payload.client_message_id, thread_id);
    if (!own) return;
    this.forgetNotSent();
    if (own.thread === undefined && this.opened === undefined) this.options.onThread(thread_id);
    else this.nameAfterFirst(before, thread_id, payload.content);
    this.flush();
  }

  /** "New chat" says nothing: the first message gives a thread its name, as it does where the server makes one. */
  private nameAfterFirst(before: ChatState, thread: string, content: string): void {
    const isUntitled = before.threads.find(({ id }) => id === thread)?.title === UNTITLED;
    const isFirst = conversationIn(before, thread).items.every(
      (item) => item.kind === 'said' && item.state !== 'sent',
    );
    if (isUntitled && isFirst && titleFrom(content) !== '') this.rename(thread, titleFrom(content));
  }

  /** A thread that a message of this tab made is opened with the message's acceptance. */
  private created(thread: string): void {
    if (this.creating === 0) return;
    this.creating -= 1;
    this.options.onThread(thread);
  }

  private refused({
    code,
    message,
    in_reply_to,
  }: {
    code: string;
    message: string;
    in_reply_to?: string;
  }): void {
    if (in_reply_to === undefined) return;
    const own = this.outbox.refused(in_reply_to);
    if (own && code === 'quota_exceeded') {
      this.takeBack(own);
    } else if (own) {
      this.act({ kind: 'refused', thread: own.thread ?? DRAFT, clientId: own.clientId, sentence: message });
      this.flush();
    } else if (in_reply_to.startsWith('open:') && code === 'thread_not_found') {
      this.act({ kind: 'missing', thread: in_reply_to.slice('open:'.length) });
    } else if (in_reply_to === 'create') {
      this.creating = 0;
      this.notice.set(message);
    } else {
      this.notice.set(message);
    }
  }

  private forgetNotSent(): void {
    if (this.notice.get() === NOT_SENT) this.notice.set(undefined);
  }

  /** Until there are messages again, sending it once more would do nothing: the words are kept, and nothing is said twice. */
  private takeBack({ clientId, content, thread = DRAFT }: Outgoing): void {
    this.act({ kind: 'taken_back', thread, clientId });
    this.returned.set({ thread, content });
    this.notice.set(NOT_SENT);
    this.flush();
  }

  private act(action: Action): void {
    this.state.set(reduce(this.state.get(), action));
  }
}
