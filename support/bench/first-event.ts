import { randomBytes } from 'node:crypto';
import { Cast } from '../../world/cast';
import { DriverSet } from '../../world/drivers';
import { EvidenceRecorder } from '../../world/evidence/recorder';
import { Ledger } from '../../world/ledger';
import type { Control } from '../targets/platform-under-test';
import { platformOf, type LauncherInstance } from '../targets/launcher-instance';
import { samplesOf, told } from './timing';

const QUESTIONS = 45;
const WARM_UP = 5;
/** At the 95th percentile, in milliseconds. */
const FIRST_EVENT_MS = 150;
const DELIVERY_MS = 50;

/**
 * How soon an agent is at work on a question, and how long an event is on its way, for one person who asks one question
 * after the other; the language model answers at once.
 * @returns whether both keep what is claimed at the 95th percentile
 */
export async function firstEvent(instance: LauncherInstance, control: Control): Promise<boolean> {
  const evidence = new EvidenceRecorder();
  const platform = platformOf('bench', instance, control);
  const traceId = randomBytes(16).toString('hex');
  const drivers = new DriverSet({ platform, traceId, evidence, layer: 'api', browser: undefined });
  const declared = new Set(['mailbox', 'llm-script']);
  const breaches: string[] = [];
  const ada = new Cast({ platform, drivers, evidence, ledger: new Ledger(), breaches, declared }).actor(
    'Ada',
  );
  try {
    await ada.account.join();
    await ada.chat.open();
    await ada.assistant.answers('They cost 42 dollars.');
    for (let asked = 0; asked < WARM_UP + QUESTIONS; asked += 1) {
      await ada.chat.ask('What do 3 servers at 14 dollars cost?');
      await ada.chat.answer();
    }
    await ada.chat.settle();
    await ada.account.leave();
  } finally {
    await drivers.close();
  }
  if (breaches.length > 0) throw new Error(breaches[0]);
  const keeps = {
    first: report(evidence, 'first_agent_event', FIRST_EVENT_MS),
    delivery: report(evidence, 'event_delivery', DELIVERY_MS),
  };
  return keeps.first && keeps.delivery;
}

function report(evidence: EvidenceRecorder, name: string, budget: number): boolean {
  const all = evidence
    .facts()
    .measures.filter((measure) => measure.name === name)
    .map(({ ms }) => ms);
  // The first questions open connections and compile code.
  const samples = samplesOf(all.slice(Math.floor((all.length * WARM_UP) / (WARM_UP + QUESTIONS))));
  const holds = samples.p95 <= budget;
  const claim = `${holds ? '' : 'NOT '}within ${budget} ms at the 95th percentile`;
  process.stdout.write(`${name.replaceAll('_', ' ').padEnd(17)} ${told(samples)}; ${claim}\n`);
  return holds;
}
