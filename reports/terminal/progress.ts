import type { Envelope } from '@cucumber/messages';
import type { Journal } from '../run/journal';
import { durationOf, placeOf, type Scenario, type StepOutcome } from '../run/scenario';
import { isGreen, verdictsOf } from '../run/verdict';
import type { RunFile } from '../run/run-file';
import { cut, seconds, wrapped, type Terminal } from './text';

const CLEAR_LINE = '\r\x1b[2K';

export interface ProgressOptions extends Terminal {
  write: (text: string) => void;
  /** One line that updates, in a terminal; else a line for each scenario. */
  live: boolean;
}

/** What happens, as it happens: each scenario when it ends, each failure in full at the moment it is known. */
export class Progress {
  private done = 0;
  private red = 0;
  /** Read once: what the target lacks is known before the first scenario. */
  private known: RunFile | undefined;
  private faultsTold = 0;
  private lineShown = false;

  constructor(
    private readonly journal: Journal,
    private readonly file: () => RunFile,
    private readonly options: ProgressOptions,
  ) {}

  /** @param envelope redacted, and already in the journal. */
  take(envelope: Envelope): void {
    const { testStepFinished, testCaseFinished, testRunHookFinished, parseError } = envelope;
    const scenario = this.journal.scenarioOf(
      testStepFinished?.testCaseStartedId ?? testCaseFinished?.testCaseStartedId,
    );
    const step = scenario?.outcomes.at(-1);
    if (testStepFinished && scenario && step?.status === 'FAILED') this.failed(scenario, step);
    if (testCaseFinished && scenario && !testCaseFinished.willBeRetried) this.finished(scenario);
    if (testRunHookFinished || parseError) this.tellFaults();
  }

  /** Leaves the terminal clean for what comes next. */
  close(): void {
    if (this.lineShown) this.options.write(CLEAR_LINE);
    this.lineShown = false;
  }

  private tellFaults(): void {
    for (const { reason } of this.journal.course.failures.slice(this.faultsTold))
      this.say(wrapped(reason, this.options.width, '✗ ').join('\n'), 'red');
    this.faultsTold = this.journal.course.failures.length;
  }

  private failed(scenario: Scenario, step: StepOutcome): void {
    const { paint, width } = this.options;
    this.say(
      [
        '',
        ...wrapped(scenario.name, width, '✗ ').map((line) => paint('red', line)),
        paint('dim', cut(`  ${scenario.feature} · ${placeOf(scenario)}`, width)),
        ...wrapped(whereIn(step), width, '  '),
        ...indented(step.message ?? 'It failed without a word.'),
        ...firstOwnFrame(step.stack).map((frame) => paint('dim', `    ${frame}`)),
        '',
      ].join('\n'),
    );
  }

  private finished(scenario: Scenario): void {
    this.done++;
    this.known ??= this.file();
    const verdict = verdictsOf([scenario], null, this.known).get(scenario);
    if (!verdict) return;
    const isRed = !isGreen(verdict.outcome);
    if (isRed) this.red++;
    const mark = verdict.outcome === 'passed' ? '✓' : isRed ? '✗' : '-';
    const why = verdict.outcome === 'passed' || verdict.outcome === 'failed' ? '' : ` (${verdict.outcome})`;
    const told = `${mark} ${scenario.name}${why}`;
    // A failed step was told in full when it failed; anything else that is red has not been told yet.
    const untold = isRed && !(verdict.outcome === 'failed' && verdict.step);
    if (untold) this.say(`${told}\n    ${verdict.reason ?? ''}`, 'red');
    else if (!this.options.live)
      this.say(`${told}  ${seconds(durationOf(scenario))}`, isRed ? 'red' : undefined);
    if (this.options.live) this.showLine(told);
  }

  private showLine(latest: string): void {
    const { paint, width, write } = this.options;
    const all = this.journal.scenarios.filter(({ selected }) => selected).length;
    const counts = `${this.done}/${all}${this.red > 0 ? `, ${this.red} red` : ''}  `;
    // One column is kept free: a full line would wrap, and the next update would leave it behind.
    write(`${CLEAR_LINE}${paint('dim', counts)}${cut(latest, width - counts.length - 1)}`);
    this.lineShown = true;
  }

  private say(text: string, colour?: 'red'): void {
    this.close();
    this.options.write(`${colour ? this.options.paint(colour, text) : text}\n`);
  }
}

function whereIn(step: StepOutcome): string {
  switch (step.kind) {
    case 'before':
      return `while it was prepared${step.text ? ` (${step.text})` : ''}:`;
    case 'after':
      return `when it was over${step.text ? ` (${step.text})` : ''}:`;
    case 'step':
      return `at "${step.text}":`;
    default:
      return `at "${step.kind[0]?.toUpperCase() ?? ''}${step.kind.slice(1)} ${step.text}":`;
  }
}

function indented(message: string): string[] {
  return message.split('\n').map((line) => `    ${line}`);
}

/** The line of our own code that an engineer opens first. */
function firstOwnFrame(stack: string | null): string[] {
  const frame = stack?.split('\n').find((line) => /^\s+at /.test(line) && !/node_modules|node:/.test(line));
  return frame ? [frame.trim()] : [];
}
