import type { ServerFrame, UnknownFrame } from './frames';

type Frame = ServerFrame | UnknownFrame;

/** Lets a stream's events through once each and in order, however a replay and live events mix. */
export class EventOrder {
  private held = new Map<number, Frame>();

  /** @param last the number of the latest event that was let through */
  constructor(private last = 0) {}

  get lastSeq(): number {
    return this.last;
  }

  /** Some events that came are waiting for earlier ones. */
  get hasGap(): boolean {
    return this.held.size > 0;
  }

  /** @returns what may be acted on now, in order */
  take(frame: Frame): Frame[] {
    if (frame.seq === undefined) return [frame];
    if (frame.seq <= this.last) return [];
    this.held.set(frame.seq, frame);
    return this.due();
  }

  /** Goes on after `last`, whatever is missing before it. @returns what was held and may be acted on now */
  restartAfter(last: number): Frame[] {
    this.last = last;
    for (const seq of this.held.keys()) if (seq <= last) this.held.delete(seq);
    return this.due();
  }

  /** A new numbering began: what was held belongs to the old one. */
  forget(last: number): void {
    this.held = new Map();
    this.last = last;
  }

  private due(): Frame[] {
    const frames: Frame[] = [];
    for (let next = this.held.get(this.last + 1); next; next = this.held.get(this.last + 1)) {
      this.last += 1;
      this.held.delete(this.last);
      frames.push(next);
    }
    return frames;
  }
}
