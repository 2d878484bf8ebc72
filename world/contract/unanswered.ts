import type { ServerFrame } from './frames';

type Frame = Readonly<Record<string, unknown>>;

/** By which event a client's frame is answered, and the field that both have in common, where there is one. */
const ANSWERS: Readonly<Record<string, { readonly by: string; readonly same?: string }>> = {
  ping: { by: 'pong' },
  chat_message: { by: 'message_accepted', same: 'client_message_id' },
  retry: { by: 'message_accepted', same: 'message_id' },
  stop: { by: 'agent_error', same: 'run_id' },
  create_thread: { by: 'thread_created' },
  switch_thread: { by: 'thread_switched', same: 'thread_id' },
  rename_thread: { by: 'thread_renamed', same: 'thread_id' },
  delete_thread: { by: 'thread_deleted', same: 'thread_id' },
  resume: { by: 'resumed' },
  refresh_token: { by: 'token_refreshed' },
};

/** A client's frames, until each is answered by its event or by an error: a backend never passes over one in silence. */
export class Unanswered {
  private readonly open: Frame[] = [];

  add(frame: unknown): void {
    this.open.push(isObject(frame) ? frame : {});
  }

  /** Errors name the frame that they answer, where it has a name; else they answer the oldest one. */
  take({ type, payload, run_id }: Pick<ServerFrame, 'type' | 'payload' | 'run_id'>): void {
    const event = { ...payload, run_id };
    const place =
      type === 'error'
        ? this.open.findIndex(
            ({ id }) => payload['in_reply_to'] === undefined || payload['in_reply_to'] === id,
          )
        : this.open.findIndex((frame) => isAnswer(frame, type, event));
    if (place !== -1) this.open.splice(place, 1);
  }

  /** The types of those that wait, oldest first. */
  all(): readonly string[] {
    return this.open.map(({ type }) => (typeof type === 'string' ? type : 'frame of no type'));
  }
}

function isAnswer(frame: Frame, type: string, event: Frame): boolean {
  const answer = typeof frame['type'] === 'string' ? ANSWERS[frame['type']] : undefined;
  if (answer?.by !== type) return false;
  const { payload } = frame;
  return answer.same === undefined || (isObject(payload) && payload[answer.same] === event[answer.same]);
}

function isObject(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
