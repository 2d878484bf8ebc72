import { upstreamOf } from '../../requirements/dependency-order';
import type { Catalogue } from '../../requirements/catalogue';
import type { RunSeen, ScenarioSeen } from '../reruns/suite-run';
import type { Defect } from './defect';

/**
 * What a run against a defective platform says of the suite: it noticed (`caught`), it did not (`missed`), or it also
 * went red where nothing is broken (`too broad`).
 */
export type Verdict = 'caught' | 'missed' | 'too broad';

export interface Judgement {
  readonly verdict: Verdict;
  /** Why it is not caught; what was said where it is. */
  readonly because: string;
  readonly wentRed: readonly string[];
  readonly stayedGreen: readonly string[];
  /** Whether a failure's message names the cause as the defect says it must. */
  readonly clearMessage: boolean;
}

/** As a defect names scenarios: `<journey> / <title>`. */
export const nameOf = ({ journey, name }: Pick<ScenarioSeen, 'journey' | 'name'>): string =>
  `${journey} / ${name}`;

/**
 * Failures that are not the suite's own word: a runner that lost its patience, or a mistake in the suite that the defect
 * happened to uncover.
 */
const NO_ASSERTION = [
  /^function timed out/,
  /^(TypeError|ReferenceError|SyntaxError|RangeError)\b/,
  /^The platform never came up/,
];

export function judge(defect: Defect, run: RunSeen, catalogue: Catalogue): Judgement {
  const says = new RegExp(defect.says, 's');
  const red = run.scenarios.filter(isRed);
  const green = run.scenarios.filter(({ outcome }) => outcome === 'passed');
  const seen = { wentRed: red.map(nameOf), stayedGreen: green.map(nameOf) };
  if (defect.must_not_start) return { ...judgeStart(run, says), ...seen };

  const missing = defect.must_go_red.filter((name) => !run.scenarios.some((one) => nameOf(one) === name));
  const proving = red.filter((one) => defect.must_go_red.includes(nameOf(one)) && isAssertion(one));
  const clearMessage = proving.some(({ message }) => says.test(message ?? ''));
  const verdict = (name: Verdict, because: string): Judgement => ({
    verdict: name,
    because,
    clearMessage,
    ...seen,
  });

  if (missing.length > 0) return verdict('missed', `did not run: ${missing.join('; ')}`);
  const unnoticed = defect.must_go_red.filter((name) => !proving.some((one) => nameOf(one) === name));
  if (unnoticed.length > 0) return verdict('missed', whyUnnoticed(unnoticed, run));
  if (!clearMessage)
    return verdict('missed', `no message matches /${defect.says}/: ${firstLine(proving[0]?.message)}`);
  const beyond = red.filter((one) => !isAllowedRed(one, defect, catalogue));
  if (beyond.length > 0) return verdict('too broad', `also red: ${beyond.map(nameOf).join('; ')}`);
  const telling = proving.find(({ message }) => says.test(message ?? ''));
  return verdict('caught', firstLine(telling?.message));
}

function judgeStart({ exitCode, said, scenarios }: RunSeen, says: RegExp) {
  const sentence = said
    .split('\n')
    .map((line) => line.trim())
    .find((line) => says.test(line));
  const started = scenarios.some(({ outcome }) => outcome === 'passed');
  if (exitCode === 2 && sentence !== undefined && !started)
    return { verdict: 'caught', because: sentence, clearMessage: true } as const;
  const because = started ? 'the platform came up all the same' : 'the refused start does not name the cause';
  return { verdict: 'missed', because, clearMessage: sentence !== undefined } as const;
}

function whyUnnoticed(names: readonly string[], { scenarios }: RunSeen): string {
  return names
    .map((name) => {
      const one = scenarios.find((scenario) => nameOf(scenario) === name);
      return `${name}: ${one?.outcome ?? 'missing'}${one?.message ? ` (${firstLine(one.message)})` : ''}`;
    })
    .join('; ');
}

function isAllowedRed(
  one: ScenarioSeen,
  { must_go_red, may_go_red }: Defect,
  { journeys }: Catalogue,
): boolean {
  if (must_go_red.includes(nameOf(one)) || mayBreak(may_go_red, one)) return true;
  const broken = new Set([...must_go_red, ...may_go_red].map((name) => name.split(' / ')[0]));
  return [...upstreamOf(one.journey, journeys)].some((upstream) => broken.has(upstream));
}

/** Whether a scenario is named, or its whole journey is. */
export function mayBreak(
  may_go_red: readonly string[],
  one: Pick<ScenarioSeen, 'journey' | 'name'>,
): boolean {
  return may_go_red.includes(nameOf(one)) || may_go_red.includes(`${one.journey} / *`);
}

const isRed = ({ outcome }: ScenarioSeen): boolean => outcome !== 'passed' && outcome !== 'unverified';

function isAssertion({ outcome, message }: ScenarioSeen): boolean {
  return outcome === 'failed' && message !== null && !NO_ASSERTION.some((other) => other.test(message));
}

function firstLine(message: string | null | undefined): string {
  return (message ?? '').split('\n')[0] ?? '';
}
