import {
  After,
  AfterAll,
  AfterStep,
  Before,
  BeforeStep,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setParallelCanAssign,
  setWorldConstructor,
  Status,
  type ITestCaseHookParameter,
  type ITestStepHookParameter,
} from '@cucumber/cucumber';
import { PickleStepType } from '@cucumber/messages';
import { redactJson } from '../reports/redaction';
import {
  EXCHANGES_MEDIA_TYPE,
  FACTS_MEDIA_TYPE,
  LOGS_MEDIA_TYPE,
  UNVERIFIED_MEDIA_TYPE,
} from '../reports/run/facts';
import { JourneyWorld } from '../world/journey-world';
import { Lacking } from '../world/lacking';
import { letGoOfBrowser } from '../world/drivers/page/shared-browser';
import { letGoOfDatabases } from '../world/drivers/wire/postgres-witness';
import { logsOf } from '../world/evidence/logs';
import { takePictures } from '../world/evidence/pictures';
import { counted } from './assertions';
import { closeScenario } from './closing';
import { explain } from './explain';
import { layerOf } from './layers';
import { DISTURBING, DISTURBING_AT_ONCE, leaseInstance } from './leases';
import { readRunFacts } from './run-file';
import { CAPABILITIES, isCapability } from './targets/capabilities';
import { platformOf } from './targets/launcher-instance';
import type { PlatformUnderTest } from './targets/platform-under-test';

setWorldConstructor(JourneyWorld);

// The last net under every wait's own budget. Whoever lands in it has a wait without one.
setDefaultTimeout(60_000);

setParallelCanAssign((next, running) => {
  const disturbs = (pickle: typeof next) => pickle.tags.some(({ name }) => name === DISTURBING);
  return !disturbs(next) || running.filter(disturbs).length < DISTURBING_AT_ONCE;
});

setDefinitionFunctionWrapper((definition: (...given: unknown[]) => unknown) => {
  return async function (this: unknown, ...given: unknown[]): Promise<unknown> {
    try {
      if (!(this instanceof JourneyWorld)) return await definition.apply(this, given);
      const { guard } = this;
      return await counted(
        () => definition.apply(this, given),
        (assertions) => guard.note(assertions),
      );
    } catch (cause) {
      if (cause instanceof Lacking && this instanceof JourneyWorld) {
        const { capability, reason } = cause;
        this.attach(JSON.stringify({ capability, reason }), UNVERIFIED_MEDIA_TYPE);
        return 'skipped';
      }
      if (cause instanceof Error && this instanceof JourneyWorld) await explain(cause, this);
      throw cause;
    }
  };
});

Before(
  { name: 'a platform for the scenario' },
  async function (this: JourneyWorld, { pickle }: ITestCaseHookParameter) {
    const { under_test: shared, browser } = readRunFacts();
    if (!shared) throw new Error('The platform never came up.');
    const tags = pickle.tags.map(({ name }) => name);
    const lack = firstLack(tags, shared);
    if (lack) {
      this.attach(JSON.stringify(lack), UNVERIFIED_MEDIA_TYPE);
      return 'skipped';
    }
    const declared = tags
      .filter((tag) => tag.startsWith('@needs:'))
      .map((tag) => tag.slice('@needs:'.length));
    this.enter(await platformFor(this, tags, shared), new Set(declared), {
      layer: layerOf(tags),
      browser: browser?.ws_endpoint,
      title: { journey: valueOf(tags, '@journey:'), scenario: pickle.name },
    });
    return undefined;
  },
);

BeforeStep(function (this: JourneyWorld, { pickleStep }: ITestStepHookParameter) {
  this.guard.begin(pickleStep.type === PickleStepType.OUTCOME);
});

AfterStep(async function (this: JourneyWorld, { result }: ITestStepHookParameter) {
  if (this.isOnStage()) await Promise.all(this.cast.everyone().map(({ openPages }) => openPages.caughtUp()));
  const exchanges = this.evidence.takeExchanges();
  if (exchanges.length > 0) this.attach(JSON.stringify(redactJson(exchanges)), EXCHANGES_MEDIA_TYPE);
  const fault = result.status === Status.PASSED ? this.guard.fault() : undefined;
  if (fault !== undefined) throw new Error(fault);
});

After({ name: 'nothing unclaimed, nothing left' }, async function (this: JourneyWorld) {
  const problems: string[] = [];
  if (this.isOnStage()) {
    await takePictures(this);
    const logs = await logsOf(this);
    if (logs.length > 0) this.attach(JSON.stringify(redactJson(logs)), LOGS_MEDIA_TYPE);
    const closing = await closeScenario(this);
    problems.push(...closing.problems);
    const assertions = this.guard.assertions();
    const facts = redactJson({ ...closing.facts, assertions, lease_ms: this.lease?.ms ?? 0 });
    this.attach(JSON.stringify(facts), FACTS_MEDIA_TYPE);
  }
  await this.lease?.giveBack().catch((cause: unknown) => {
    problems.push(
      `the platform could not be given back: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

AfterAll(async function () {
  await Promise.all([letGoOfBrowser(), letGoOfDatabases()]);
});

/** The first capability that the scenario needs and the target lacks, with the reason. */
function firstLack(tags: readonly string[], { lacking, accounts }: PlatformUnderTest) {
  const needed = tags.flatMap((tag) => {
    if (tag.startsWith('@platform:')) return ['instances'];
    return tag.startsWith('@needs:') ? [tag.slice('@needs:'.length)] : [];
  });
  for (const capability of needed) {
    if (!isCapability(capability))
      throw new Error(`@needs:${capability} is none of ${Object.keys(CAPABILITIES).join(', ')}.`);
    const reason = lacking[capability];
    // People can sign in with accounts that were made beforehand; a step that needs the mail itself will say so.
    if (capability === 'mailbox' && accounts !== undefined) continue;
    if (reason) return { capability, reason };
  }
  return undefined;
}

async function platformFor(
  world: JourneyWorld,
  tags: readonly string[],
  shared: PlatformUnderTest,
): Promise<PlatformUnderTest> {
  const profile = valueOf(tags, '@platform:');
  if (!profile) return shared;
  if (!shared.control) throw new Error(`This target cannot start a ${profile} platform.`);
  world.lease = await leaseInstance(shared.control, profile);
  return platformOf(shared.target, world.lease.instance, shared.control);
}

/** What stands behind the tag's colon; empty where there is no such tag. */
function valueOf(tags: readonly string[], name: string): string {
  return tags.find((tag) => tag.startsWith(name))?.slice(name.length) ?? '';
}
