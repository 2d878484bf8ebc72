import type { Socket } from '../chat/link';

/** A socket that a test plays the server of. */
export class FakeSocket implements Socket {
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  readonly sent: { type: string; payload: Record<string, unknown>; id?: string; thread_id?: string }[] = [];
  isClosed = false;

  constructor(readonly token: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FakeSocket['sent'][number]);
  }

  close(): void {
    this.isClosed = true;
  }

  says(type: string, payload: object = {}, about: object = {}): void {
    const timestamp = '2026-01-02T03:04:05.000Z';
    this.onmessage?.({ data: JSON.stringify({ type, payload, timestamp, ...about }) });
  }

  welcomes(lastSeq: number, resumeToken = 'stream'): void {
    this.says('connection_established', { resume_token: resumeToken, last_seq: lastSeq });
  }

  closes(code: number): void {
    this.onclose?.({ code });
  }

  /** What was sent of a type. */
  frames(type: string): FakeSocket['sent'] {
    return this.sent.filter((frame) => frame.type === type);
  }
}

/** Timers that run when a test says so. */
export class FakeTimers {
  private timers: { at: number; work: () => void }[] = [];
  private elapsed = 0;

  readonly after = (ms: number, work: () => void): (() => void) => {
    const timer = { at: this.elapsed + ms, work };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((other) => other !== timer));
  };

  get now(): number {
    return this.elapsed;
  }

  /** How long until the next timer; undefined where none runs. */
  get next(): number | undefined {
    const due = this.timers.map(({ at }) => at - this.elapsed);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  pass(ms: number): void {
    const end = this.elapsed + ms;
    for (let due = this.due(end); due; due = this.due(end)) {
      this.elapsed = due.at;
      this.timers = this.timers.filter((other) => other !== due);
      due.work();
    }
    this.elapsed = end;
  }

  private due(end: number): { at: number; work: () => void } | undefined {
    return this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets promises that are already settled be acted on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
