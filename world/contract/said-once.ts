import type { ServerFrame } from './frames';

/** Events with which a run says that its answer is whole. */
const ENDS = new Set(['final_report', 'agent_completed']);

/** Knows what comes once a run, however often the run is taken up again: its end. */
export class SaidOnce {
  private readonly said = new Map<string, number | undefined>();

  /** @returns a sentence where a run ends again; what is told again after a reconnection has its old number. */
  breachOf({ type, payload, run_id, seq }: Omit<ServerFrame, 'received_at'>): string | undefined {
    if (run_id === undefined || !ENDS.has(type)) return undefined;
    const agent = typeof payload['agent'] === 'string' ? payload['agent'] : '';
    const what = [type, agent, run_id].join(' ');
    if (!this.said.has(what)) {
      this.said.set(what, seq);
      return undefined;
    }
    const before = this.said.get(what);
    if (before === seq && seq !== undefined) return undefined;
    return `${type} of run ${run_id} comes with seq ${seq ?? '(none)'}, and came with ${before ?? '(none)'} before`;
  }
}
