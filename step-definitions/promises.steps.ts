import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Actor } from '../world/actor';
import type { ServiceLevel } from '../world/service-levels';

When(
  '{actor} opens her/his/their chat {int} times, and asks {string} at the last',
  async function (actor: Actor, times: number, words: string) {
    await actor.promises.openRepeatedly(times);
    await actor.chat.ask(words);
  },
);

Then('{actor} was in within {float} seconds each time', function (actor: Actor, seconds: number) {
  expect(keptBy(actor, 'websocket_connected', seconds), 'how often it was measured').to.be.at.least(20);
});

Then(
  'an agent was at work for {actor} within {float} seconds, and each tool had its result within {float} seconds',
  async function (actor: Actor, beginning: number, result: number) {
    await actor.chat.answer();
    keptBy(actor, 'first_agent_event', beginning);
    keptBy(actor, 'tool_result', result);
  },
);

Then('of 100 events 95 reached {actor} within {float} seconds', function (actor: Actor, seconds: number) {
  expect(keptBy(actor, 'event_delivery', seconds), 'how often it was measured').to.be.at.least(20);
});

/** Asserts that the promise is the contract's, and kept. @returns the number of samples. */
function keptBy({ name, promises }: Actor, level: ServiceLevel, seconds: number): number {
  expect(seconds, 'the promise, as the contract has it').to.equal(promises.promised(level));
  const measure = promises.measured(level);
  const { samples, median, p95, max, met } = measure;
  const told = `whether ${level} was kept for ${name}: ${samples} samples, median ${median} ms, 95 of 100 within ${p95 ?? '?'} ms, slowest ${max} ms`;
  expect(met, told).to.equal(true);
  return samples;
}
