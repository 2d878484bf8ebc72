import type { Logger } from '@reference/kit/logger';
import type { Keys } from '../storage/keys';
import type { Subscriber } from './subscriber';
import { seqOf, type StreamPosition, type UserStream } from './user-stream';

/** Takes a person's events, as the JSON of whole frames, in order and without gaps. */
export type Taker = (frame: string) => void;

interface Feed {
  readonly takers: Set<Taker>;
  /** Takers, and those about to be; the feed closes with the last of them. */
  holders: number;
  lastSeq: number;
  resumeToken: string;
  /** Opening, and every catching up after it, one after the other. */
  work: Promise<void>;
}

export interface Attachment extends StreamPosition {
  detach(): void;
}

/** Brings people's events to their connections on this instance: live by a channel, gaps from the stream. */
export class Feeds {
  private readonly feeds = new Map<string, Feed>();

  constructor(
    private readonly stream: UserStream,
    private readonly subscriber: Subscriber,
    private readonly keys: Keys,
    private readonly logger: Logger,
  ) {
    subscriber.whenReconnected(() => this.feeds.forEach((feed, userId) => this.catchUp(userId, feed)));
  }

  /** From now on `taker` gets every event that comes after the returned position. */
  async attach(userId: string, taker: Taker): Promise<Attachment> {
    const feed = this.feeds.get(userId) ?? this.open(userId);
    feed.holders += 1;
    const letGo = () => {
      feed.takers.delete(taker);
      feed.holders -= 1;
      if (feed.holders === 0) this.close(userId, feed);
    };
    await feed.work.catch((cause: unknown) => {
      letGo();
      throw cause;
    });
    feed.takers.add(taker);
    return { lastSeq: feed.lastSeq, resumeToken: feed.resumeToken, detach: letGo };
  }

  private open(userId: string): Feed {
    const feed: Feed = {
      takers: new Set(),
      holders: 0,
      lastSeq: 0,
      resumeToken: '',
      work: Promise.resolve(),
    };
    this.feeds.set(userId, feed);
    feed.work = this.start(userId, feed).catch((cause: unknown) => {
      this.close(userId, feed);
      throw cause;
    });
    return feed;
  }

  /** The position is read after the subscription holds: what is published between the two is seen twice, not never. */
  private async start(userId: string, feed: Feed): Promise<void> {
    const early: string[] = [];
    let started = false;
    await this.subscriber.listen(this.keys.feed(userId), (frame) => {
      if (started) this.take(userId, feed, frame);
      else early.push(frame);
    });
    const position = await this.stream.position(userId);
    feed.lastSeq = position.lastSeq;
    feed.resumeToken = position.resumeToken;
    started = true;
    early.forEach((frame) => this.take(userId, feed, frame));
  }

  private take(userId: string, feed: Feed, frame: string): void {
    const seq = seqOf(frame);
    if (seq === feed.lastSeq + 1) this.handOut(feed, frame);
    // Behind is what was seen already, or a new numbering: the old one ends when nothing is said for long enough.
    else this.catchUp(userId, feed);
  }

  private handOut(feed: Feed, frame: string): void {
    feed.lastSeq = seqOf(frame);
    feed.takers.forEach((taker) => taker(frame));
  }

  private catchUp(userId: string, feed: Feed): void {
    feed.work = feed.work
      .then(() => this.followNumbering(userId, feed))
      .then(() => this.stream.between(userId, feed.lastSeq + 1, '+'))
      .then((frames) => {
        for (const frame of frames) if (seqOf(frame) > feed.lastSeq) this.handOut(feed, frame);
      })
      .catch((cause: unknown) => {
        this.logger.warn(
          { err: cause },
          'missed events could not be read; the next event or reconnection tries again',
        );
      });
  }

  /** A Redis that lost its memory counts anew: what it says under the new numbering is all new. */
  private async followNumbering(userId: string, feed: Feed): Promise<void> {
    const { resumeToken } = await this.stream.position(userId);
    if (resumeToken === feed.resumeToken) return;
    feed.resumeToken = resumeToken;
    feed.lastSeq = 0;
  }

  private close(userId: string, feed: Feed): void {
    if (this.feeds.get(userId) !== feed) return;
    this.feeds.delete(userId);
    this.subscriber.unlisten(this.keys.feed(userId)).catch((cause: unknown) => {
      this.logger.warn({ err: cause }, 'a feed could not be closed');
    });
  }
}
