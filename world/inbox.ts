import { eventually, Hopeless, NotYet } from '../support/eventually';
import type { ServerFrame } from './contract/frames';

/** A place in an inbox. Taken before the act, so that an answer that comes at once is not missed. */
export type Bookmark = number & { readonly brand: 'bookmark' };

/** Before everything, for what is done at the moment when the socket opens. */
export const BEGINNING = 0 as Bookmark;

const SHOWN_BEFORE = 6;

/** Everything that one chat was told, over one socket or over several after each other, in order. Append-only. */
export class Inbox {
  private readonly frames: ServerFrame[] = [];

  private ended: string | undefined;

  constructor(private readonly owner: string) {}

  push(frame: ServerFrame): void {
    this.frames.push(frame);
  }

  /** Nothing will come any more, for the reason given. */
  end(reason: string): void {
    this.ended ??= reason;
  }

  /** What ended goes on, over another socket. */
  goesOn(): void {
    this.ended = undefined;
  }

  mark(): Bookmark {
    return this.frames.length as Bookmark;
  }

  all(): readonly ServerFrame[] {
    return this.frames;
  }

  after(mark: Bookmark): InboxSlice {
    return new InboxSlice(this.owner, this.frames, mark, () => this.ended);
  }
}

/** The part of an inbox behind a bookmark; it grows while the inbox does. */
export class InboxSlice {
  constructor(
    private readonly owner: string,
    private readonly frames: readonly ServerFrame[],
    private readonly from: number,
    private readonly whyEnded: () => string | undefined,
  ) {}

  all(): readonly ServerFrame[] {
    return this.frames.slice(this.from);
  }

  /**
   * The first frame that fits, as soon as it is there.
   * @param wanted how a person would name the frame: "agent_completed for run 8f2c".
   * @param within budget in milliseconds.
   * @param instead a frame after which what is wanted will not come any more; ends the wait.
   * @throws NeverHappened, or Hopeless where it came to nothing before that, with the last frame seen and those before it.
   */
  async find(
    wanted: string,
    fits: (frame: ServerFrame) => boolean,
    within: number,
    instead: (frame: ServerFrame) => boolean = () => false,
  ): Promise<ServerFrame> {
    const look = () => {
      const found = this.all().find(fits);
      if (found) return found;
      const other = this.all().find(instead);
      const ended = other ? `${brief(other)} came instead` : this.whyEnded();
      if (ended) throw new Hopeless(`${this.owner} never got ${wanted}: ${ended}.\n${this.history()}`);
      throw new NotYet(`wanted   ${wanted}\n${this.history()}`);
    };
    return eventually(`${this.owner} never got ${wanted}`, look, { within });
  }

  private history(): string {
    const seen = this.all();
    const last = seen.at(-1);
    if (!last) return 'last     nothing at all';
    const age = ((Date.now() - last.received_at) / 1_000).toFixed(1);
    const before =
      seen
        .slice(-1 - SHOWN_BEFORE, -1)
        .map(brief)
        .join(', ') || 'nothing';
    return `last     ${brief(last)}, ${age} s ago\nbefore   ${before}`;
  }
}

function brief(frame: ServerFrame): string {
  const { payload } = frame;
  const words = ['code', 'content', 'message', 'thought', 'tool']
    .map((key) => payload[key])
    .find((value): value is string => typeof value === 'string');
  const number = frame.seq === undefined ? '' : ` #${frame.seq}`;
  return `${frame.type}${number}${words === undefined ? '' : ` "${clip(words)}"`}`;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
