import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Envelope, type Pickle, type TestStepResult } from '@cucumber/messages';
import { FACTS_MEDIA_TYPE, UNVERIFIED_MEDIA_TYPE } from '../run/facts';

/** Message streams as Cucumber emits them, built from features in Gherkin and a script of what happens to each. */

export type Status = 'PASSED' | 'FAILED' | 'SKIPPED' | 'UNDEFINED' | 'AMBIGUOUS' | 'PENDING';

export interface Script {
  /** One for each step; left out: all passed. */
  steps?: Status[];
  before?: Status;
  after?: Status;
  /** What failed steps and hooks say. */
  message?: string;
  facts?: Record<string, unknown>;
  unverified?: { capability: string; reason: string };
  attachments?: {
    body: string;
    mediaType: string;
    fileName?: string;
    contentEncoding?: 'IDENTITY' | 'BASE64';
    /** Index of the step that it belongs to; left out: none. */
    step?: number;
  }[];
  /** It fails this often and is tried again. */
  failedAttempts?: number;
  ms?: number;
  /** `never`: Cucumber made a test case and did not come to it. `unfinished`: the run ended in the middle of it. */
  ends?: 'never' | 'unfinished';
  /** It was filtered out. */
  filtered?: boolean;
}

export interface StreamOptions {
  /** uri -> Gherkin. */
  features: Record<string, string>;
  /** By scenario name. */
  scripts?: Record<string, Script>;
  beforeAll?: { status: Status; message?: string };
  afterAll?: { status: Status; message?: string };
  parseErrors?: Record<string, string>;
  /** false: the messages stop, as if the process had been killed. */
  ends?: boolean;
}

const at = (ms: number) => ({ seconds: 1_800_000_000 + Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 });

export function stream(options: StreamOptions): Envelope[] {
  const out: Envelope[] = [{ meta: product() }];
  const pickles = Object.entries(options.features).flatMap(([uri, text]) => read(uri, text, out));
  for (const [uri, message] of Object.entries(options.parseErrors ?? {}))
    out.push({ parseError: { source: { uri }, message } });
  if (options.parseErrors) return out;
  out.push(...hooks(), { testRunStarted: { id: 'run', timestamp: at(0) } });
  if (options.beforeAll) out.push(...runHook('before-all', options.beforeAll));
  if (!options.beforeAll || options.beforeAll.status === 'PASSED') play(pickles, options.scripts ?? {}, out);
  if (options.afterAll) out.push(...runHook('after-all', options.afterAll));
  const success = !out.some(({ testStepFinished: step, testRunHookFinished: hook }) =>
    ['FAILED', 'UNDEFINED', 'AMBIGUOUS', 'PENDING'].includes(
      step?.testStepResult.status ?? hook?.result.status ?? '',
    ),
  );
  if (options.ends !== false)
    out.push({ testRunFinished: { testRunStartedId: 'run', success, timestamp: at(60_000) } });
  return out;
}

function read(uri: string, text: string, out: Envelope[]): Pickle[] {
  const newId = IdGenerator.uuid();
  const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
  const pickles = compile(document, uri, newId);
  out.push({ source: { uri, data: text, mediaType: 'text/x.cucumber.gherkin+plain' as never } });
  out.push({ gherkinDocument: { ...document, uri } });
  out.push(...pickles.map((pickle) => ({ pickle })));
  return [...pickles];
}

function play(pickles: Pickle[], scripts: Record<string, Script>, out: Envelope[]): void {
  const selected = pickles.filter((pickle) => !scripts[pickle.name]?.filtered);
  for (const pickle of selected)
    out.push({
      testCase: {
        id: `case-${pickle.id}`,
        pickleId: pickle.id,
        testSteps: [
          { id: `before-${pickle.id}`, hookId: 'before' },
          ...pickle.steps.map((step) => ({
            id: `step-${step.id}`,
            pickleStepId: step.id,
            stepDefinitionIds: ['definition'],
            stepMatchArgumentsLists: [],
          })),
          { id: `after-${pickle.id}`, hookId: 'after' },
        ],
      },
    });
  let clock = 1000;
  for (const pickle of selected) {
    const script = scripts[pickle.name] ?? {};
    if (script.ends === 'never') continue;
    const attempts = (script.failedAttempts ?? 0) + 1;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const willBeRetried = attempt < attempts - 1;
      out.push(
        ...playAttempt(
          pickle,
          willBeRetried ? { ...script, after: 'FAILED' } : script,
          attempt,
          clock,
          willBeRetried,
        ),
      );
      clock += script.ms ?? 10;
    }
  }
}

function playAttempt(
  pickle: Pickle,
  script: Script,
  attempt: number,
  start: number,
  willBeRetried: boolean,
): Envelope[] {
  const id = `attempt-${attempt}-${pickle.id}`;
  const message = script.message ?? 'expected one, got another';
  const finished = (testStepId: string, status: Status): Envelope => ({
    testStepFinished: {
      testCaseStartedId: id,
      testStepId,
      testStepResult: result(status, message),
      timestamp: at(start),
    },
  });
  const attach = (
    body: string,
    mediaType: string,
    fileName?: string,
    contentEncoding = 'IDENTITY',
    testStepId?: string,
  ): Envelope => ({
    attachment: {
      body,
      mediaType,
      contentEncoding: contentEncoding as never,
      testCaseStartedId: id,
      ...(fileName ? { fileName } : {}),
      ...(testStepId ? { testStepId } : {}),
    },
  });
  return [
    {
      testCaseStarted: { id, testCaseId: `case-${pickle.id}`, attempt, workerId: '0', timestamp: at(start) },
    },
    ...(script.unverified ? [attach(JSON.stringify(script.unverified), UNVERIFIED_MEDIA_TYPE)] : []),
    finished(`before-${pickle.id}`, script.before ?? 'PASSED'),
    ...pickle.steps.map((step, index) => finished(`step-${step.id}`, script.steps?.[index] ?? 'PASSED')),
    ...(script.attachments ?? []).map((one) =>
      attach(
        ...([one.body, one.mediaType, one.fileName, one.contentEncoding] as const),
        one.step === undefined ? undefined : `step-${pickle.steps[one.step]?.id ?? ''}`,
      ),
    ),
    ...(script.facts ? [attach(JSON.stringify(script.facts), FACTS_MEDIA_TYPE)] : []),
    ...(script.ends === 'unfinished'
      ? []
      : [
          finished(`after-${pickle.id}`, script.after ?? 'PASSED'),
          {
            testCaseFinished: {
              testCaseStartedId: id,
              timestamp: at(start + (script.ms ?? 10)),
              willBeRetried,
            },
          },
        ]),
  ];
}

function result(status: Status, message: string): TestStepResult {
  const duration = { seconds: 0, nanos: 1_000_000 };
  if (status !== 'FAILED') return { status: status as never, duration };
  const stackTrace = `AssertionError: ${message}\n    at World.<anonymous> (step-definitions/chat.steps.ts:12:3)`;
  return {
    status: status as never,
    duration,
    message: stackTrace,
    exception: { type: 'AssertionError', message, stackTrace },
  };
}

function hooks(): Envelope[] {
  const sourceReference = { uri: 'support/hooks.ts', location: { line: 1 } };
  const hook = (id: string, type: string, name: string): Envelope => ({
    hook: { id, name, sourceReference, type: type as never },
  });
  return [
    hook('before-all', 'BEFORE_TEST_RUN', 'the platform'),
    hook('after-all', 'AFTER_TEST_RUN', 'clean-up'),
    hook('before', 'BEFORE_TEST_CASE', 'capabilities'),
    hook('after', 'AFTER_TEST_CASE', 'ledger'),
  ];
}

function runHook(hookId: string, { status, message }: { status: Status; message?: string }): Envelope[] {
  return [
    { testRunHookStarted: { id: `${hookId}-started`, testRunStartedId: 'run', hookId, timestamp: at(0) } },
    {
      testRunHookFinished: {
        testRunHookStartedId: `${hookId}-started`,
        result: result(status, message ?? 'it broke'),
        timestamp: at(1),
      },
    },
  ];
}

function product(): NonNullable<Envelope['meta']> {
  const name = { name: 'test', version: '1' };
  return { protocolVersion: '34', implementation: name, cpu: name, os: name, runtime: name };
}
