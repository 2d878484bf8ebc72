import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ServerFrame } from './contract/frames';
import { faultsOf, paceOf } from './run-course';

function run(...steps: readonly (readonly [string, object?])[]): ServerFrame[] {
  return steps.map(([type, payload = {}], place) => ({
    ...{ type, id: `e${place}`, seq: place + 1, run_id: 'r', received_at: 0 },
    payload: payload as ServerFrame['payload'],
  }));
}

const WHOLE = [
  ['message_accepted'],
  ['agent_started', { agent: 'supervisor' }],
  ['agent_started', { agent: 'data' }],
  ['agent_thinking', { agent: 'data' }],
  ['tool_executing', { agent: 'data', tool: 'calculate' }],
  ['tool_completed', { agent: 'data', tool: 'calculate' }],
  ['agent_started', { agent: 'report' }],
  ['partial_result', { agent: 'report', content: 'It is ', index: 0 }],
  ['partial_result', { agent: 'report', content: '42.', index: 1 }],
  ['final_report', { content: 'It is 42.' }],
  ['agent_completed', { agent: 'supervisor' }],
] as const;

describe('the course of a run', () => {
  it('has no fault when everything comes in its turn', () => {
    assert.deepEqual(faultsOf(run(...WHOLE)), []);
  });

  it('has one with any step left out, or in another place', () => {
    const missable = new Set(['agent_thinking']); // An agent may work without a thought.
    WHOLE.forEach(([type], place) => {
      if (missable.has(type)) return;
      const others = WHOLE.filter((_, other) => other !== place);
      assert.notDeepEqual(faultsOf(run(...others)), [], `without ${type} at ${place}`);
      if (place === WHOLE.length - 1) return;
      assert.notDeepEqual(faultsOf(run(...others, WHOLE[place] ?? ['x'])), [], `${type} last`);
    });
  });

  it('has one where an event is doubled, or the numbers fall', () => {
    const frames = run(...WHOLE);
    const [first, second, ...rest] = frames;
    assert.ok(first && second);
    assert.match(faultsOf([first, { ...second, id: first.id ?? '' }, ...rest]).join(), /twice/);
    assert.match(faultsOf([{ ...first, seq: 9 }, second, ...rest]).join(), /numbers/);
  });

  it('knows the pace of what belongs to it', () => {
    assert.equal(paceOf({ type: 'agent_started' }), 'fast');
    assert.equal(paceOf({ type: 'partial_result' }), 'medium');
    assert.equal(paceOf({ type: 'final_report' }), 'slow');
    assert.equal(paceOf({ type: 'pong' }), undefined);
  });
});
