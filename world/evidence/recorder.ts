import type { PathStage } from '../../reports/run/facts';

/** One exchange between the suite and a part of the platform, as evidence and as the truth about what was real. */
export interface Exchange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actor: string;
  /** Who answered: `auth`, `backend`, `auth-database`, `mail`, ... */
  readonly peer: string;
  readonly kind: 'http' | 'websocket' | 'sql' | 'redis';
  /** False for the stand-ins of external services. */
  readonly real: boolean;
  /** One line: "POST /auth/login -> 200", "sent chat_message". */
  readonly what: string;
  readonly sent?: unknown;
  readonly received?: unknown;
  readonly duration_ms?: number;
}

/** A sample of a service level. */
export interface Measure {
  readonly name: string;
  readonly ms: number;
  readonly budget_ms: number;
}

/** What a scenario could not verify, and why; never a pass. */
export interface Unverified {
  readonly line: string;
  readonly reason: string;
}

/** Peers that stand in for companies outside the platform. */
const STAND_INS = new Set(['mail', 'llm', 'identity', 'payment']);

/** How often something was exchanged with a peer. */
type Counted = Pick<Exchange, 'peer' | 'kind' | 'real'> & { count: number };

/** Collects what one scenario saw. Writes nothing: hooks attach what it holds, redacted, after each step. */
export class EvidenceRecorder {
  private readonly fresh: Exchange[] = [];
  private readonly counts = new Map<string, Counted>();
  private readonly looks = new Map<string, Counted>();
  private readonly measures: Measure[] = [];
  private readonly notVerified: Unverified[] = [];
  private readonly path = new Set<PathStage>();
  private readonly frames = new Map<string, number>();
  private framesSent = 0;
  private unanswered = 0;
  private journeyEnded = false;

  exchange(seen: Omit<Exchange, 'at' | 'real'> & { at?: number }): void {
    this.fresh.push({ ...seen, at: seen.at ?? Date.now(), real: !STAND_INS.has(seen.peer) });
    count(this.journeyEnded ? this.looks : this.counts, seen);
  }

  /** Something that an engine counts and that is no evidence: a connection that is opened to look. */
  look(seen: Pick<Exchange, 'peer' | 'kind'>): void {
    count(this.looks, seen);
  }

  /** What is looked up and cleaned up from here on is no evidence of anything: neither exchanges nor samples. */
  endJourney(): void {
    this.journeyEnded = true;
  }

  measure(name: string, ms: number, budget_ms: number): void {
    if (this.journeyEnded) return;
    this.measures.push({ name, ms: Math.round(ms * 10) / 10, budget_ms });
  }

  /** All that was measured so far of one service level. */
  samples(name: string): readonly Measure[] {
    return this.measures.filter((measure) => measure.name === name);
  }

  unverified(line: string, reason: string): void {
    this.notVerified.push({ line, reason });
  }

  /** A stage of the critical path was seen to work. */
  works(stage: PathStage): void {
    if (this.journeyEnded) return;
    this.path.add(stage);
  }

  /** A frame was compared with the message contract. @param type undefined for what is none */
  frameChecked(type = 'no frame'): void {
    this.frames.set(type, (this.frames.get(type) ?? 0) + 1);
  }

  frameSent(): void {
    this.framesSent += 1;
  }

  /** Frames that went out and that nobody ever answered. */
  framesUnanswered(count: number): void {
    this.unanswered += count;
  }

  /** The exchanges since the last call: those of one step. */
  takeExchanges(): Exchange[] {
    return this.fresh.splice(0);
  }

  /** The scenario's own figures, in the shape that the run's recorder reads. */
  facts() {
    return {
      measures: [...this.measures],
      exchanges: [...this.counts.values()].map((one) => ({ ...one })),
      looks: [...this.looks.values()].map((one) => ({ ...one })),
      unverified: this.notVerified,
      frames: {
        checked: Object.fromEntries(this.frames),
        sent: this.framesSent,
        unanswered: this.unanswered,
      },
      path: [...this.path],
    };
  }
}

function count(counts: Map<string, Counted>, { peer, kind }: Pick<Exchange, 'peer' | 'kind'>): void {
  const key = `${peer} ${kind}`;
  const before = counts.get(key)?.count ?? 0;
  counts.set(key, { peer, kind, real: !STAND_INS.has(peer), count: before + 1 });
}
