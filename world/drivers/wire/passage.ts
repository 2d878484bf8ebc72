import { connect, type Socket } from 'node:net';
import type { Break } from '../line';
import { CONNECTED, destinationIn, greetingIn, NOT_CONNECTED, WELCOME } from './socks-request';

type Way = 'there' | 'back';

/** One connection of a person through their line: two sockets, and what goes between them. */
export class Passage {
  /** Both sides are connected. */
  isJoined = false;
  private platform: Socket | undefined;
  private present: Break | undefined;
  /** Something that went through here never arrived, or one side does not know that the other is gone. */
  private damaged = false;
  private passedBack = 0;
  private waiting = Buffer.alloc(0);
  private isGreeted = false;

  constructor(
    private readonly person: Socket,
    private readonly tell: { lost: (bytes: number) => void; gone: () => void },
  ) {
    person.on('error', () => undefined); // Its close, which follows, says the same.
    person.on('data', (chunk: Buffer) => this.said(chunk));
    person.on('close', () => this.left('person'));
  }

  set(how: Break): void {
    this.present = how;
    this.passedBack = 0;
    if (how.kind === 'reset') this.sever();
    if (how.kind !== 'half-open') return;
    this.damaged = true;
    this.person.resetAndDestroy();
  }

  heal(): void {
    this.present = undefined;
    if (this.damaged) this.sever();
  }

  sever(): void {
    this.present = undefined;
    this.person.resetAndDestroy();
    this.platform?.resetAndDestroy();
  }

  /** What the person's side says: first where it wants to go, then what goes there. */
  private said(chunk: Buffer): void {
    if (this.swallows('there')) this.lose(chunk);
    else if (this.platform) this.pass(chunk, this.person, this.platform);
    else this.negotiate(chunk);
  }

  private negotiate(chunk: Buffer): void {
    this.waiting = Buffer.concat([this.waiting, chunk]);
    try {
      if (!this.isGreeted) this.greet();
      const destination = this.isGreeted ? destinationIn(this.waiting) : undefined;
      if (destination) this.join(connect({ ...destination, noDelay: true }));
    } catch {
      this.sever(); // Whoever speaks otherwise has no business here.
    }
  }

  private greet(): void {
    const length = greetingIn(this.waiting);
    if (length === undefined) return;
    this.isGreeted = true;
    this.waiting = this.waiting.subarray(length);
    this.person.write(WELCOME);
  }

  private join(platform: Socket): void {
    this.platform = platform;
    this.person.pause();
    platform.once('connect', () => {
      this.isJoined = true;
      this.person.write(CONNECTED);
      this.person.resume();
    });
    platform.on('error', () => {
      if (!this.isJoined && this.person.writable) this.person.end(NOT_CONNECTED);
    });
    platform.on('data', (chunk: Buffer) => this.answered(chunk, platform));
    platform.on('close', () => this.left('platform'));
  }

  private answered(chunk: Buffer, platform: Socket): void {
    const { present } = this;
    if (this.swallows('back') || this.person.destroyed) this.lose(chunk);
    else if (present?.kind === 'cut') this.passUntil(present.afterBytes, chunk);
    else this.pass(chunk, platform, this.person);
  }

  private pass(chunk: Buffer, from: Socket, to: Socket): void {
    if (!to.writable || to.write(chunk)) return;
    from.pause();
    to.once('drain', () => from.resume());
  }

  private passUntil(limit: number, chunk: Buffer): void {
    const rest = limit - this.passedBack;
    this.passedBack += chunk.length;
    if (chunk.length < rest) this.person.write(chunk);
    // A reset overtakes what is not yet sent.
    else if (this.person.writable) this.person.write(chunk.subarray(0, rest), () => this.sever());
  }

  private lose(chunk: Buffer): void {
    this.damaged = true;
    this.tell.lost(chunk.length);
  }

  private swallows(way: Way): boolean {
    const { present } = this;
    return present?.kind === 'silence' && (present.way === undefined || present.way === way);
  }

  /** The end of one side is passed on to the other, unless that is what is broken. */
  private left(side: 'person' | 'platform'): void {
    const other = side === 'person' ? this.platform : this.person;
    if (!other || other.destroyed) this.tell.gone();
    else if (this.present?.kind === 'silence' || this.present?.kind === 'half-open') this.damaged = true;
    else other.destroySoon();
  }
}
