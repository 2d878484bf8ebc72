import junit from '@cucumber/junit-xml-formatter';
import { TestStepResultStatus, type Envelope, type TestStepResult } from '@cucumber/messages';
import { isHarmless } from '../run/reading';
import type { RunFailure } from '../run/verdict';
import { dealtOut } from './junit-suites';
import type { Judged } from '../states';

const NO_TIME = { seconds: 0, nanos: 0 };

/**
 * JUnit's XML by Cucumber's own formatter, from a message stream that is made to say what the verdicts say: an empty
 * or flaky scenario is a failure there too, one that was never started is listed, and a run that failed as a whole
 * counts at least one failure.
 */
export class JunitReport {
  private readonly handlers: ((message: Envelope) => void)[] = [];
  private xml = '';
  private failedHooks = 0;
  private finished: Envelope | undefined;

  constructor() {
    junit.formatter({
      options: {},
      on: (_key, handler) => this.handlers.push(handler),
      write: (content) => (this.xml += content),
    });
  }

  /** @param envelope already redacted. The end of the run is held back until the verdicts are known. */
  take(envelope: Envelope): void {
    if (envelope.attachment) return;
    if (envelope.testRunFinished) this.finished = envelope;
    else this.tell(envelope);
    const status = envelope.testRunHookFinished?.result.status;
    if (status !== undefined && !isHarmless(status)) this.failedHooks++;
  }

  /** @returns the XML. */
  close(judged: readonly Judged[], failure: RunFailure | null, now: number): string {
    const timestamp = { seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1e6 };
    for (const one of judged) for (const envelope of corrections(one)) this.tell(envelope);
    if (failure && this.failedHooks === 0) this.tellRunFailure(failure.reason, timestamp);
    this.tell(this.finished ?? { testRunFinished: { success: false, timestamp } });
    const journeys = new Map(judged.map(({ scenario }) => [scenario.feature, scenario.journey]));
    return dealtOut(withHooksCounted(this.xml, this.failedHooks), (feature) => journeys.get(feature));
  }

  private tell(envelope: Envelope): void {
    for (const handler of this.handlers) handler(envelope);
  }

  private tellRunFailure(reason: string, timestamp: { seconds: number; nanos: number }): void {
    this.failedHooks++;
    this.tell({ hook: { id: 'the-run', sourceReference: { uri: 'the run as a whole' } } });
    this.tell({ testRunHookStarted: { id: 'the-run', testRunStartedId: '', hookId: 'the-run', timestamp } });
    this.tell({
      testRunHookFinished: { testRunHookStartedId: 'the-run', result: failed(reason), timestamp },
    });
  }
}

/** Messages that add the verdict to what Cucumber said of this scenario; none where it said it itself. */
function corrections({ scenario, verdict }: Judged): Envelope[] {
  const { outcome, reason, step } = verdict;
  if (outcome === 'passed' || outcome === 'not_selected') return [];
  if (outcome === 'failed' && step) return [];
  const why = reason ?? outcome;
  const result = outcome === 'unverified' || !scenario.started ? skipped(why) : failed(why);
  const ids = scenario.lastAttempt ?? {
    testCaseId: `never-${scenario.id}`,
    testCaseStartedId: `never-${scenario.id}`,
  };
  const testStepId = `verdict-${scenario.id}`;
  const { testCaseId, testCaseStartedId } = ids;
  return [
    {
      testCase: { id: testCaseId, pickleId: scenario.id, testSteps: [{ id: testStepId, hookId: 'verdict' }] },
    },
    ...(scenario.lastAttempt
      ? []
      : [{ testCaseStarted: { id: testCaseStartedId, testCaseId, attempt: 0, timestamp: NO_TIME } }]),
    { testStepFinished: { testCaseStartedId, testStepId, testStepResult: result, timestamp: NO_TIME } },
    ...(scenario.lastAttempt
      ? []
      : [{ testCaseFinished: { testCaseStartedId, timestamp: NO_TIME, willBeRetried: false } }]),
  ];
}

function failed(message: string): TestStepResult {
  const status = TestStepResultStatus.FAILED;
  return { status, duration: NO_TIME, message, exception: { type: 'Verdict', message, stackTrace: message } };
}

function skipped(message: string): TestStepResult {
  return { status: TestStepResultStatus.SKIPPED, duration: NO_TIME, message };
}

/** The formatter lists a failed BeforeAll but leaves it out of its counts, which many readers trust alone. */
function withHooksCounted(xml: string, hooks: number): string {
  const plus = (_all: string, name: string, count: string): string => `${name}="${Number(count) + hooks}"`;
  const end = xml.indexOf('>', xml.indexOf('<testsuite'));
  const head = xml
    .slice(0, end)
    .replace(/\b(tests)="(\d+)"/, plus)
    .replace(/\b(failures)="(\d+)"/, plus);
  return head + xml.slice(end);
}
