import type { Socket } from 'node:net';
import type { NetworkFault, Way } from './network-fault';

/** How one side's end came: it said that it has no more to say, or it was gone in the middle. */
type End = 'finished' | 'broken';

interface Held {
  due: number;
  what: Buffer | End;
}

/** Beyond this the sender has to wait, as it has to with any slow network. */
const HELD_AT_MOST = 1024 * 1024;

/** One direction of a connection: what is read here is written there, as far as the fault lets it. */
export class Flow {
  /** Something that went this way never arrived: who waits for it waits in vain, whatever becomes of the fault. */
  damaged = false;
  private fault: NetworkFault | undefined;
  /** Bytes passed on since the present fault is there. */
  private passed = 0;
  /** On their way, in order. */
  private held: Held[] = [];
  private heldBytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param sever ends the whole connection, at once and without a word */
  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly way: Way,
    private readonly sever: () => void,
  ) {
    from.on('data', (chunk: Buffer) => this.take(chunk));
    from.on('end', () => this.take('finished'));
    from.on('close', (hadError) => {
      if (hadError || !from.readableEnded) this.take('broken');
    });
    to.on('drain', () => this.goOn());
  }

  /** From now on. What is on its way already arrives at once. */
  set(fault: NetworkFault | undefined): void {
    this.fault = fault;
    this.passed = 0;
    this.letGo(Infinity);
  }

  private take(what: Buffer | End): void {
    if (this.swallows(what)) {
      this.damaged = true;
    } else if (this.fault?.kind === 'latency') {
      this.hold(what, this.fault.ms);
    } else if (this.fault?.kind === 'cut' && this.fault.way === this.way && what instanceof Buffer) {
      this.passUntil(this.fault.after_bytes, what);
    } else {
      this.pass(what);
    }
  }

  private swallows(what: Buffer | End): boolean {
    const { fault } = this;
    if (fault?.kind !== 'black hole' && fault?.kind !== 'half-open') return false;
    if (fault.way !== undefined && fault.way !== this.way) return false;
    return fault.kind === 'black hole' || !(what instanceof Buffer);
  }

  private pass(what: Buffer | End): void {
    if (what === 'broken') this.to.resetAndDestroy();
    else if (what === 'finished') this.to.end();
    else if (!this.to.writable)
      this.damaged = true; // To somebody who has gone, of which this side knows nothing.
    else if (!this.to.write(what)) this.from.pause();
  }

  private passUntil(limit: number, chunk: Buffer): void {
    const rest = limit - this.passed;
    this.passed += chunk.length;
    if (chunk.length < rest) {
      this.pass(chunk);
      return;
    }
    this.damaged = true;
    this.from.pause();
    // A reset overtakes what is not yet sent.
    if (rest > 0 && this.to.writable) this.to.write(chunk.subarray(0, rest), () => this.sever());
    else this.sever();
  }

  private hold(what: Buffer | End, ms: number): void {
    this.held.push({ due: performance.now() + ms, what });
    this.heldBytes += bytesOf(what);
    if (this.heldBytes > HELD_AT_MOST) this.from.pause();
    this.timer ??= setTimeout(() => this.letGo(performance.now()), ms);
  }

  private letGo(now: number): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // A timer may come a moment before its time.
    const due = this.held.findIndex((one) => one.due > now + 1);
    const arrived = this.held.splice(0, due === -1 ? this.held.length : due);
    for (const { what } of arrived) {
      this.heldBytes -= bytesOf(what);
      this.pass(what);
    }
    const [next] = this.held;
    if (next) this.timer = setTimeout(() => this.letGo(performance.now()), next.due - now);
    this.goOn();
  }

  private goOn(): void {
    if (!this.to.writableNeedDrain && this.heldBytes <= HELD_AT_MOST) this.from.resume();
  }
}

function bytesOf(what: Buffer | End): number {
  return what instanceof Buffer ? what.length : 0;
}
