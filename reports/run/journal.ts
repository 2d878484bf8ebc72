import {
  HookType,
  type Attachment,
  type Envelope,
  type GherkinDocument,
  type Hook,
  type Pickle,
  type PickleStep,
  type TestStep,
  type TestStepResult,
} from '@cucumber/messages';
import { basename } from 'node:path';
import { FACTS_MEDIA_TYPE, UNVERIFIED_MEDIA_TYPE, factsSchema, unverifiedSchema } from './facts';
import {
  hookKind,
  isHarmless,
  jsonOf,
  kindOfStep,
  milliseconds,
  nodesOf,
  sentence,
  withoutStack,
} from './reading';
import type { Scenario, StepOutcome } from './scenario';

/** Something that went wrong around the scenarios. `platform`: nothing could be tried on it. */
export interface RunFault {
  kind: 'platform' | 'suite';
  /** One sentence. */
  reason: string;
}

/** What became of the run as a whole. */
export interface RunCourse {
  /** Milliseconds since the epoch; null before the first scenario. */
  startedAt: number | null;
  finishedAt: number | null;
  /** Cucumber's own word; null if the run was cut short. */
  success: boolean | null;
  /** The first cause first. */
  failures: RunFault[];
  /** Features that could not be read, by uri. */
  unreadable: string[];
  workers: Set<string>;
}

/**
 * Reads Cucumber's messages one by one and keeps what the results need: the scenarios with their steps and facts, and
 * the course of the run. Scenarios that were never started stay in it: a failing BeforeAll hides them from Cucumber's
 * own totals, and a run that is cut short forgets them.
 */
export class Journal {
  readonly course: RunCourse = {
    startedAt: null,
    finishedAt: null,
    success: null,
    failures: [],
    unreadable: [],
    workers: new Set(),
  };
  private readonly byPickle = new Map<string, Scenario>();
  private readonly documents = new Map<string, GherkinDocument>();
  private readonly pickleSteps = new Map<string, PickleStep>();
  private readonly lines = new Map<string, number>();
  private readonly hooks = new Map<string, Hook>();
  private readonly testCases = new Map<
    string,
    { scenario: Scenario; steps: Map<string, TestStep>; firstOwn: number }
  >();
  private readonly attempts = new Map<string, { testCaseId: string; at: number }>();
  private readonly runHooks = new Map<string, string>();

  /** In the order of the features. */
  get scenarios(): Scenario[] {
    return [...this.byPickle.values()];
  }

  /** The features that were read, by uri. */
  get features(): ReadonlySet<string> {
    return new Set([...this.documents.keys()].map((uri) => uri.replaceAll('\\', '/')));
  }

  scenarioOf(testCaseStartedId: string | undefined): Scenario | undefined {
    const attempt = this.attempts.get(testCaseStartedId ?? '');
    return attempt && this.testCases.get(attempt.testCaseId)?.scenario;
  }

  update(envelope: Envelope): void {
    if (envelope.gherkinDocument) this.documentRead(envelope.gherkinDocument);
    if (envelope.pickle) this.pickleMade(envelope.pickle);
    if (envelope.hook) this.hooks.set(envelope.hook.id, envelope.hook);
    if (envelope.parseError)
      this.parseFailed(envelope.parseError.source.uri ?? '', envelope.parseError.message);
    if (envelope.testRunStarted) this.course.startedAt = milliseconds(envelope.testRunStarted.timestamp);
    if (envelope.testCase) this.testCaseMade(envelope.testCase);
    if (envelope.testCaseStarted) this.started(envelope.testCaseStarted);
    if (envelope.attachment) this.attached(envelope.attachment);
    if (envelope.testStepFinished) this.stepFinished(envelope.testStepFinished);
    if (envelope.testCaseFinished) this.finished(envelope.testCaseFinished);
    if (envelope.testRunHookStarted)
      this.runHooks.set(envelope.testRunHookStarted.id, envelope.testRunHookStarted.hookId);
    if (envelope.testRunHookFinished)
      this.runHookFinished(
        envelope.testRunHookFinished.testRunHookStartedId,
        envelope.testRunHookFinished.result,
      );
    if (envelope.testRunFinished) this.runFinished(envelope.testRunFinished);
  }

  private documentRead(document: GherkinDocument): void {
    this.documents.set(document.uri ?? '', document);
    for (const { id, line } of nodesOf(document)) this.lines.set(id, line);
  }

  private parseFailed(uri: string, message: string): void {
    this.course.unreadable.push(uri);
    this.fault('suite', `${uri} cannot be read: ${sentence(message)}`);
  }

  private pickleMade(pickle: Pickle): void {
    const tags = pickle.tags.map((tag) => tag.name.replace(/^@/, ''));
    const valuesOf = (prefix: string): string[] =>
      tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
    for (const step of pickle.steps) this.pickleSteps.set(step.id, step);
    this.byPickle.set(pickle.id, {
      id: pickle.id,
      uri: pickle.uri,
      line: pickle.location?.line ?? this.lineOf(pickle.astNodeIds) ?? 0,
      name: pickle.name,
      feature: this.documents.get(pickle.uri)?.feature?.name ?? pickle.uri,
      tags,
      journey: valuesOf('journey:')[0] ?? basename(pickle.uri, '.feature'),
      requirements: [...new Set(valuesOf('req:'))],
      needs: [...new Set(valuesOf('needs:'))],
      size: pickle.steps.length,
      selected: false,
      started: false,
      finished: false,
      lastAttempt: null,
      attempt: 0,
      outcomes: [],
      elapsed: 0,
      facts: null,
      unverified: null,
      complaints: [],
    });
  }

  private testCaseMade(testCase: NonNullable<Envelope['testCase']>): void {
    const scenario = this.byPickle.get(testCase.pickleId);
    if (!scenario) return;
    scenario.selected = true;
    this.testCases.set(testCase.id, {
      scenario,
      steps: new Map(testCase.testSteps.map((step) => [step.id, step])),
      firstOwn: testCase.testSteps.findIndex((step) => step.pickleStepId !== undefined),
    });
  }

  private started(attempt: NonNullable<Envelope['testCaseStarted']>): void {
    this.attempts.set(attempt.id, { testCaseId: attempt.testCaseId, at: milliseconds(attempt.timestamp) });
    if (attempt.workerId !== undefined) this.course.workers.add(attempt.workerId);
    const scenario = this.scenarioOf(attempt.id);
    if (!scenario) return;
    Object.assign(scenario, { started: true, finished: false, attempt: attempt.attempt, outcomes: [] });
    scenario.lastAttempt = { testCaseId: attempt.testCaseId, testCaseStartedId: attempt.id };
    Object.assign(scenario, { facts: null, unverified: null, complaints: [] });
  }

  private stepFinished({
    testCaseStartedId,
    testStepId,
    testStepResult,
  }: NonNullable<Envelope['testStepFinished']>): void {
    const scenario = this.scenarioOf(testCaseStartedId);
    if (scenario) scenario.outcomes.push(this.outcomeOf(testCaseStartedId, testStepId, testStepResult));
  }

  private outcomeOf(testCaseStartedId: string, testStepId: string, result: TestStepResult): StepOutcome {
    const testCase = this.testCases.get(this.attempts.get(testCaseStartedId)?.testCaseId ?? '');
    const step = testCase?.steps.get(testStepId);
    const pickleStep = this.pickleSteps.get(step?.pickleStepId ?? '');
    const hook = this.hooks.get(step?.hookId ?? '');
    const position = [...(testCase?.steps.keys() ?? [])].indexOf(testStepId);
    const isBefore = testCase !== undefined && position < testCase.firstOwn;
    return {
      kind: pickleStep ? kindOfStep(pickleStep) : hookKind(hook, isBefore),
      text: pickleStep?.text ?? hook?.name ?? '',
      line: pickleStep ? this.lineOf(pickleStep.astNodeIds.slice(0, 1)) : null,
      status: result.status,
      message: result.exception?.message ?? withoutStack(result.message),
      stack: result.exception?.stackTrace ?? result.message ?? null,
    };
  }

  private attached(attachment: Attachment): void {
    const scenario = this.scenarioOf(attachment.testCaseStartedId);
    if (!scenario) return;
    if (attachment.mediaType === FACTS_MEDIA_TYPE) {
      const facts = factsSchema.safeParse(jsonOf(attachment));
      if (facts.success) scenario.facts = facts.data;
      else
        scenario.complaints.push(
          `its facts are not as agreed (${facts.error.issues[0]?.path.join('.') ?? ''})`,
        );
    }
    if (attachment.mediaType === UNVERIFIED_MEDIA_TYPE) {
      const unverified = unverifiedSchema.safeParse(jsonOf(attachment));
      if (unverified.success) scenario.unverified = unverified.data;
      else scenario.complaints.push('its reason for being skipped is not as agreed');
    }
  }

  private finished({ testCaseStartedId, timestamp }: NonNullable<Envelope['testCaseFinished']>): void {
    const scenario = this.scenarioOf(testCaseStartedId);
    const attempt = this.attempts.get(testCaseStartedId);
    if (!scenario || !attempt) return;
    scenario.finished = true;
    scenario.elapsed = milliseconds(timestamp) - attempt.at;
  }

  private runHookFinished(startedId: string, result: TestStepResult): void {
    if (isHarmless(result.status)) return;
    const hook = this.hooks.get(this.runHooks.get(startedId) ?? '');
    const isAfter = hook?.type === HookType.AFTER_TEST_RUN;
    const what = sentence(
      result.exception?.message ?? withoutStack(result.message) ?? result.status.toLowerCase(),
    );
    const name = hook?.name ? `"${hook.name}"` : 'something';
    this.fault(
      isAfter ? 'suite' : 'platform',
      `${isAfter ? 'After' : 'Before'} the scenarios, ${name} failed: ${what}`,
    );
  }

  private runFinished(finished: NonNullable<Envelope['testRunFinished']>): void {
    this.course.finishedAt = milliseconds(finished.timestamp);
    this.course.success = finished.success;
    const message = finished.exception?.message ?? finished.message;
    if (message) this.fault('suite', sentence(message));
  }

  /** Every worker fails at the same hook for the same reason; it is told once. */
  private fault(kind: RunFault['kind'], reason: string): void {
    if (!this.course.failures.some((known) => known.reason === reason))
      this.course.failures.push({ kind, reason });
  }

  private lineOf(astNodeIds: readonly string[]): number | null {
    return this.lines.get(astNodeIds.at(-1) ?? '') ?? null;
  }
}
