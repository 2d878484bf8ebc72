import assert from 'node:assert/strict';
import { after, describe, it, mock } from 'node:test';
import { Circuit, CircuitOpen, type CircuitOptions, type CircuitState } from './circuit';

const away = new Error('nobody answers');
const refused = new Error('not like this');
const fails = () => Promise.reject(away);
const works = () => Promise.resolve('done');

describe('a circuit', () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  after(() => mock.timers.reset());

  it('leaves a service alone that keeps failing, and tells each change', async () => {
    const { circuit, told } = make();
    await failTimes(circuit, 3);
    assert.deepEqual(told, ['open']);
    let called = false;
    await assert.rejects(
      circuit.call(async () => void (called = true)),
      CircuitOpen,
    );
    assert.equal(called, false);
    assert.throws(() => circuit.mustBeClosed(), /the circuit is open/);
    mock.timers.tick(1_000);
    assert.deepEqual(told, ['open', 'half_open']);
    assert.throws(() => circuit.mustBeClosed(), /half open until one goes well/);
    assert.equal(await circuit.call(works), 'done');
    assert.deepEqual(told, ['open', 'half_open', 'closed']);
    circuit.mustBeClosed();
    circuit.stop();
  });

  it('opens again where the trial fails', async () => {
    const { circuit, told } = make();
    await failTimes(circuit, 3);
    mock.timers.tick(1_000);
    await assert.rejects(circuit.call(fails), away);
    assert.deepEqual(told, ['open', 'half_open', 'open']);
    circuit.stop();
  });

  it('tries by itself where it knows how', async () => {
    const { circuit, told } = make({ trial: works });
    await failTimes(circuit, 3);
    mock.timers.tick(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(told, ['open', 'half_open', 'closed']);
    circuit.stop();
  });

  it('learns nothing from what is the fault of the caller, or from one failure among many calls', async () => {
    const { circuit, told } = make();
    for (let time = 0; time < 9; time += 1)
      await assert.rejects(
        circuit.call(() => Promise.reject(refused)),
        refused,
      );
    await assert.rejects(circuit.call(fails), away);
    assert.deepEqual(told, []);
    assert.equal(circuit.state, 'closed');
    circuit.stop();
  });
});

function make(more: Partial<CircuitOptions> = {}): { circuit: Circuit; told: CircuitState[] } {
  const circuit = new Circuit({
    ...{ service: 'llm', resetMs: 1_000, slowestMs: 0, fewestCalls: 3 },
    isOutage: (cause) => cause === away,
    ...more,
  });
  const told: CircuitState[] = [];
  circuit.onChange((state) => told.push(state));
  return { circuit, told };
}

async function failTimes(circuit: Circuit, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await assert.rejects(circuit.call(fails), away);
}
