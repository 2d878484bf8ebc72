import { durationOf } from '../../run/scenario';
import type { Judged } from '../../states';
import type { Chronicle, ScenarioRecord, StepRecord } from '../record/chronicle';
import { Room, shownExchange, shownLogs, type RawExchange } from '../record/evidence';
import type { Cause, RanStep, ScenarioPage } from '../site-data';
import { sequenceOf, type StepTraffic } from './sequence';

const MOST_DETAILS = 40;

/** What happened in a scenario, with its evidence; nothing of it where the scenario was never started. */
export function scenarioPage(
  id: string,
  judged: Judged,
  chronicle: Chronicle,
  history: ScenarioPage['history'],
): ScenarioPage {
  const { scenario } = judged;
  const record = chronicle.recordOf(scenario.id);
  const started = record ? new Date(record.startedAt).toISOString() : null;
  const base = { id, started_at: started, cause: causeOf(judged), history };
  const assertions = scenario.facts?.assertions ?? null;
  if (!record) {
    const sequence = { lanes: [], arrows: [], left_out: 0 };
    return { ...base, steps: [], hooks: [], logs: [], logs_left_out: 0, sequence, assertions };
  }
  const looked = record.steps.map((step): Looked => ({ step, raw: chronicle.exchangesOf(step) }));
  const pages = ranSteps(looked, record);
  const ran = looked.map(({ step }, index) => ({ step, page: pages[index] as RanStep }));
  const logs = chronicle.logsOf(record);
  return {
    ...base,
    assertions,
    steps: ran.filter(({ step }) => !step.isHook).map(({ page }) => page),
    hooks: ran.filter(({ step, page }) => step.isHook && isWorthTelling(page)).map(({ page }) => page),
    ...shownLogs(logs, record.startedAt),
    sequence: sequenceOf({
      startedAt: record.startedAt,
      onPages: scenario.tags.includes('layer:page'),
      steps: trafficOf(looked),
      logs,
    }),
  };
}

/** How long it took, without the wait for a platform of its own. */
export const millisecondsOf = ({ scenario }: Judged): number => Math.round(durationOf(scenario));

/** A step with what it exchanged, read once. */
interface Looked {
  step: StepRecord;
  raw: readonly RawExchange[];
}

/** Where there is not room for all evidence, that of a step that broke comes first. */
function ranSteps(looked: readonly Looked[], { startedAt }: ScenarioRecord): RanStep[] {
  const room = new Room();
  const made = new Map<Looked, RanStep>();
  const isBroken = ({ step }: Looked): boolean => !['PASSED', 'SKIPPED', 'NOT_RUN'].includes(step.status);
  for (const one of [...looked.filter(isBroken), ...looked.filter((other) => !isBroken(other))])
    made.set(one, ranStep(one, startedAt, room));
  return looked.map((one) => made.get(one) as RanStep);
}

function ranStep({ step, raw }: Looked, startedAt: number, room: Room): RanStep {
  const exchanges = raw.map((one) => shownExchange(one, startedAt, room));
  const lost = exchanges.filter(
    ({ sent, received }, index) =>
      (sent === null && isThere(raw[index]?.sent)) || (received === null && isThere(raw[index]?.received)),
  );
  return {
    ...step.line,
    status: step.status,
    duration_ms: step.duration_ms,
    message: step.status === 'PASSED' || step.status === 'SKIPPED' ? null : step.message,
    exchanges,
    pictures: step.pictures,
    notes: step.notes,
    left_out: lost.length,
  };
}

const isThere = (body: unknown): boolean => body !== undefined && body !== null && body !== '';

function isWorthTelling({ status, pictures, notes, exchanges }: RanStep): boolean {
  return (
    !['PASSED', 'NOT_RUN', 'SKIPPED'].includes(status) ||
    pictures.length + notes.length + exchanges.length > 0
  );
}

function trafficOf(looked: readonly Looked[]): StepTraffic[] {
  return looked
    .filter(({ step }) => !step.isHook)
    .map(({ step, raw }, index) => ({
      index,
      text: step.line.text,
      isOutcome: step.isOutcome,
      startedAt: step.startedAt,
      exchanges: raw,
    }));
}

/** The sentence first; the lines under it (wanted, last, what services said) after it; where, last. */
function causeOf({ verdict }: Judged): Cause | null {
  const { outcome, reason, step } = verdict;
  if (outcome === 'passed') return null;
  const lines = (step?.message ?? '').split('\n').filter((line) => line.trim() !== '');
  return {
    sentence: reason ?? 'It came to no verdict.',
    details: lines.slice(1, 1 + MOST_DETAILS).map((line) => line.trimEnd()),
    step: step ? step.text : null,
    stack: step?.status === 'FAILED' ? (step.stack?.slice(0, 6_000) ?? null) : null,
  };
}
