import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EvidenceRecorder } from '../world/evidence/recorder';
import type { JourneyWorld } from '../world/journey-world';
import { RefusalBook } from '../world/refusal';
import { closeScenario } from './closing';

const REFUSAL = { code: 'token_revoked', status: 401, detail: 'Log in again.', during: 'Ada chats' };

interface Fakes {
  bringBack?: () => Promise<void>;
  /** What happens while the chat settles. */
  settle?: (world: Fakes & { refusals: RefusalBook; breaches: string[] }) => void;
  closePages?: () => Promise<void>;
  balance?: () => Promise<void>;
  leave?: () => Promise<void>;
  close?: () => Promise<void>;
  /** Traces of Ada that a store still holds. */
  left?: number;
}

/** A world with one person in it, in which everything goes well except what the test says. */
function worldWith(fakes: Fakes): { world: JourneyWorld; done: string[] } {
  const done: string[] = [];
  const evidence = new EvidenceRecorder();
  const refusals = new RefusalBook();
  const breaches: string[] = [];
  const act = (name: string, work?: () => Promise<void>) => async () => {
    done.push(name);
    await work?.();
  };
  const store = {
    mentions: async () => (fakes.left ? [{ where: 'auth-database users', count: fakes.left }] : []),
  };
  const ada = {
    name: 'Ada',
    email: 'ada@people.example.org',
    refusals,
    openPages: { close: act('close pages', fakes.closePages) },
    traffic: { end: () => Promise.resolve() },
    chat: { settle: act('settle', async () => fakes.settle?.({ ...fakes, refusals, breaches })) },
    devices: { settle: act('settle devices') },
    tabs: { settle: act('settle tabs') },
    plan: { paysNoMore: () => Promise.resolve() },
    account: {
      leave: act('leave', fakes.leave),
      names: () => ['u1'],
      isMember: () => true,
      known: () => ({ id: 'u1' }),
    },
  };
  const shared = { authRecords: store, backendRecords: store, cache: store, usageFigures: store };
  const world = {
    stage: { drivers: { shared, close: act('close', fakes.close) }, platform: { lacking: {} }, evidence },
    cast: { everyone: () => [ada] },
    operator: { bringEverythingBack: act('bring back', fakes.bringBack) },
    ledger: { balance: act('balance', fakes.balance) },
    evidence,
    breaches,
  };
  return { world: world as unknown as JourneyWorld, done };
}

async function problemsWith(fakes: Fakes): Promise<string[]> {
  const { world, done } = worldWith(fakes);
  const { problems } = await closeScenario(world);
  // Whatever went wrong, everything was still done, and in this order.
  assert.deepEqual(done, [
    ...['bring back', 'settle', 'settle tabs', 'settle devices', 'close pages', 'balance', 'leave', 'close'],
  ]);
  return [...problems];
}

const fails = (message: string) => async () => Promise.reject(new Error(message));

describe('the end of a scenario', () => {
  it('finds nothing where nothing is wrong, and has looked for residue', async () => {
    const { world } = worldWith({});
    const { problems, facts } = await closeScenario(world);
    assert.deepEqual(problems, []);
    assert.deepEqual(facts['residue'], []);
  });

  it('keeps what it looks up itself out of the evidence, and tells of it apart', async () => {
    const asks = async () =>
      world.stage.evidence.exchange({ actor: 'the suite', peer: 'auth-database', kind: 'sql', what: 'x' });
    const { world } = worldWith({ balance: asks });
    const { facts } = await closeScenario(world);
    const once = { peer: 'auth-database', kind: 'sql', real: true, count: 1 };
    assert.deepEqual([facts['exchanges'], facts['looks']], [[], [once]]);
  });

  it('fails on a refusal that no step claimed, even one that came last', async () => {
    const problems = await problemsWith({ settle: ({ refusals }) => refusals.add(REFUSAL) });
    assert.deepEqual(problems.length, 1);
    assert.match(problems[0] ?? '', /Ada was refused, and no step expected it: Ada chats: 401 token_revoked/);
  });

  it('fails on a breach of the message contract', async () => {
    const problems = await problemsWith({ settle: ({ breaches }) => void breaches.push('pong has no id') });
    assert.deepEqual(problems, ['breach of the message contract: pong has no id']);
  });

  it('fails when the databases contradict what people were told', async () => {
    assert.deepEqual(await problemsWith({ balance: fails('told one thing, stored another') }), [
      'told one thing, stored another',
    ]);
  });

  it('fails when a page cannot be closed', async () => {
    assert.deepEqual(await problemsWith({ closePages: fails('crashed') }), [
      "Ada's pages could not be closed: crashed",
    ]);
  });

  it('fails when somebody cannot leave, or a driver cannot be closed', async () => {
    assert.deepEqual(await problemsWith({ leave: fails('500') }), ['Ada could not leave the platform: 500']);
    assert.deepEqual(await problemsWith({ close: fails('gone') }), ['the drivers could not be closed: gone']);
  });

  it('fails when something is left of people who have left', { timeout: 30_000 }, async () => {
    const [problem, ...others] = await problemsWith({ left: 2 });
    assert.match(problem ?? '', /something is left of them: .*\n {2}last {5}auth-database users \(2\)/);
    assert.deepEqual(others, []);
  });
});
