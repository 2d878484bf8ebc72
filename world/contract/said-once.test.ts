import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SaidOnce } from './said-once';

const event = (type: string, seq: number, run_id = 'r1', agent = 'supervisor') => ({
  ...{ type, seq, run_id, payload: { agent } },
});

describe('what comes once a run', () => {
  it('is its end, told once in one conversation', () => {
    const said = new SaidOnce();
    const ends = [
      event('agent_started', 1),
      event('agent_completed', 2, 'r1', 'triage'),
      event('final_report', 3),
      event('agent_completed', 4),
      event('final_report', 5, 'r2'),
    ];
    assert.deepEqual(
      ends.map((one) => said.breachOf(one)),
      ends.map(() => undefined),
    );
  });

  it('may be told again under its number, and under no other', () => {
    const said = new SaidOnce();
    said.breachOf(event('final_report', 3));
    assert.equal(said.breachOf(event('final_report', 3)), undefined);
    assert.equal(
      said.breachOf(event('final_report', 9)),
      'final_report of run r1 comes with seq 9, and came with 3 before',
    );
  });
});
