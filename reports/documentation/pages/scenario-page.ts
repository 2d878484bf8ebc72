import { durationOf } from '../../run/scenario';
import type { Judged } from '../../states';
import type { Chronicle, ScenarioRecord, StepRecord } from '../record/chronicle';
import { Room, shownExchange, shownLogs } from '../record/evidence';
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
  const room = new Room();
  const ran = record.steps.map((step) => ({ step, page: ranStep(step, record, chronicle, room) }));
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
      steps: trafficOf(record, chronicle),
      logs,
    }),
  };
}

/** How long it took, without the wait for a platform of its own. */
export const millisecondsOf = ({ scenario }: Judged): number => Math.round(durationOf(scenario));

function ranStep(step: StepRecord, { startedAt }: ScenarioRecord, chronicle: Chronicle, room: Room): RanStep {
  const raw = chronicle.exchangesOf(step);
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

function trafficOf({ steps }: ScenarioRecord, chronicle: Chronicle): StepTraffic[] {
  return steps
    .filter(({ isHook }) => !isHook)
    .map((step, index) => ({
      index,
      text: step.line.text,
      isOutcome: step.isOutcome,
      startedAt: step.startedAt,
      exchanges: chronicle.exchangesOf(step),
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
