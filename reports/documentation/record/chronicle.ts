import {
  PickleStepType,
  type Attachment,
  type Envelope,
  type Pickle,
  type PickleStep,
  type TestCase,
  type TestStep,
} from '@cucumber/messages';
import {
  EXCHANGES_MEDIA_TYPE,
  FACTS_MEDIA_TYPE,
  LOGS_MEDIA_TYPE,
  UNVERIFIED_MEDIA_TYPE,
} from '../../run/facts';
import { jsonOf, milliseconds } from '../../run/reading';
import type { RanStep, StepLine } from '../site-data';
import { exchangesIn, logsIn, type RawExchange, type RawLogLine } from './evidence';
import { Glossary } from './glossary';
import { noteOf } from './notes';
import { ToldFeatures } from './told-feature';

/** What happened at one step, as it came in the messages. */
export interface StepRecord {
  line: StepLine;
  isHook: boolean;
  /** A Then: somebody looks, and does nothing. */
  isOutcome: boolean;
  startedAt: number;
  status: string;
  duration_ms: number;
  message: string | null;
  /** JSON of exchanges, parsed when a page is made of them. */
  exchanges: Attachment[];
  pictures: string[];
  notes: RanStep['notes'];
}

/** The last attempt at a scenario. */
export interface ScenarioRecord {
  startedAt: number;
  steps: StepRecord[];
  logs: Attachment[];
}

/** Facts are figures; they are read by the journal. */
const FIGURES: readonly string[] = [FACTS_MEDIA_TYPE, UNVERIFIED_MEDIA_TYPE];

/**
 * Keeps of Cucumber's messages what the pages show and the journal does not need: the features as they are written, each
 * step with its time and its evidence, and the steps that there are.
 */
export class Chronicle {
  readonly features = new ToldFeatures();
  readonly glossary = new Glossary();
  private readonly records = new Map<string, ScenarioRecord>();
  private readonly steps = new Map<string, PickleStep>();
  private readonly told = new Map<string, StepLine[]>();
  private readonly hooks = new Map<string, string>();
  private readonly testCases = new Map<string, TestCase>();
  private readonly attempts = new Map<string, { record: ScenarioRecord; steps: Map<string, StepRecord> }>();

  /**
   * @param envelope already redacted.
   * @param picture the file of an attachment that is kept as one.
   */
  take(envelope: Envelope, picture?: string): void {
    if (envelope.gherkinDocument) this.features.document(envelope.gherkinDocument);
    if (envelope.pickle) this.pickle(envelope.pickle);
    if (envelope.stepDefinition) this.glossary.definition(envelope.stepDefinition);
    if (envelope.parameterType) this.glossary.parameterType(envelope.parameterType);
    if (envelope.hook) this.hooks.set(envelope.hook.id, envelope.hook.name ?? '');
    if (envelope.testCase) this.testCase(envelope.testCase);
    if (envelope.testCaseStarted) this.started(envelope.testCaseStarted);
    if (envelope.testStepStarted) this.stepStarted(envelope.testStepStarted);
    if (envelope.testStepFinished) this.stepFinished(envelope.testStepFinished);
    if (envelope.attachment) this.attached(envelope.attachment, picture);
  }

  recordOf(pickleId: string): ScenarioRecord | undefined {
    return this.records.get(pickleId);
  }

  /** The words of a scenario's steps, whether or not it was run. */
  wordsOf(pickleId: string): string[] {
    return (this.told.get(pickleId) ?? []).map(({ text }) => text);
  }

  exchangesOf({ exchanges }: StepRecord): RawExchange[] {
    return exchanges.flatMap((attachment) => exchangesIn(jsonOf(attachment)));
  }

  logsOf({ logs }: ScenarioRecord): RawLogLine[] {
    return logs.flatMap((attachment) => logsIn(jsonOf(attachment)));
  }

  private pickle(pickle: Pickle): void {
    for (const step of pickle.steps) this.steps.set(step.id, step);
    this.features.pickle(pickle);
    this.told.set(
      pickle.id,
      pickle.steps.map((step) => this.features.lineOf(step)),
    );
  }

  private testCase(testCase: TestCase): void {
    this.testCases.set(testCase.id, testCase);
    for (const { pickleStepId, stepDefinitionIds } of testCase.testSteps) {
      const step = this.steps.get(pickleStepId ?? '');
      if (step) this.glossary.use(step, this.features.lineOf(step).keyword, stepDefinitionIds ?? []);
    }
  }

  private started({ id, testCaseId, timestamp }: NonNullable<Envelope['testCaseStarted']>): void {
    const testCase = this.testCases.get(testCaseId);
    if (!testCase) return;
    const record: ScenarioRecord = { startedAt: milliseconds(timestamp), steps: [], logs: [] };
    const steps = new Map<string, StepRecord>();
    for (const step of testCase.testSteps) {
      const made = this.stepRecord(step, record.startedAt);
      record.steps.push(made);
      steps.set(step.id, made);
    }
    this.records.set(testCase.pickleId, record);
    this.attempts.set(id, { record, steps });
  }

  private stepRecord({ pickleStepId, hookId }: TestStep, startedAt: number): StepRecord {
    const step = this.steps.get(pickleStepId ?? '');
    return {
      line: step
        ? this.features.lineOf(step)
        : { keyword: '', text: this.hooks.get(hookId ?? '') || 'a hook', doc: null, table: null },
      isHook: step === undefined,
      isOutcome: step?.type === PickleStepType.OUTCOME,
      startedAt,
      status: 'NOT_RUN',
      duration_ms: 0,
      message: null,
      exchanges: [],
      pictures: [],
      notes: [],
    };
  }

  private stepStarted(started: NonNullable<Envelope['testStepStarted']>): void {
    const step = this.attempts.get(started.testCaseStartedId)?.steps.get(started.testStepId);
    if (step) step.startedAt = milliseconds(started.timestamp);
  }

  private stepFinished(finished: NonNullable<Envelope['testStepFinished']>): void {
    const step = this.attempts.get(finished.testCaseStartedId)?.steps.get(finished.testStepId);
    if (!step) return;
    const { status, duration, message } = finished.testStepResult;
    step.status = status;
    step.duration_ms = Math.round(duration.seconds * 1000 + duration.nanos / 1e6);
    step.message = message ?? null;
  }

  private attached(attachment: Attachment, picture: string | undefined): void {
    const attempt = this.attempts.get(attachment.testCaseStartedId ?? '');
    const step = attempt?.steps.get(attachment.testStepId ?? '') ?? attempt?.record.steps.at(-1);
    if (!attempt || !step || FIGURES.includes(attachment.mediaType)) return;
    if (attachment.mediaType === LOGS_MEDIA_TYPE) attempt.record.logs.push(attachment);
    else if (attachment.mediaType === EXCHANGES_MEDIA_TYPE) step.exchanges.push(attachment);
    else if (picture !== undefined && attachment.mediaType.startsWith('image/')) step.pictures.push(picture);
    else step.notes.push(noteOf(attachment, picture));
  }
}
