import { randomBytes } from 'node:crypto';
import { World } from '@cucumber/cucumber';
import type { Lease } from '../support/leases';
import { StepGuard } from '../support/step-guard';
import type { PlatformUnderTest } from '../support/targets/platform-under-test';
import type { Actor } from './actor';
import { Auditor } from './auditor';
import { Cast } from './cast';
import { Crowd } from './crowd';
import { DriverSet, type Layer, type SharedDrivers } from './drivers';
import { EvidenceRecorder } from './evidence/recorder';
import { Inspector } from './inspector';
import { Ledger } from './ledger';
import { Operator } from './operator';
import { Steward } from './steward';
import { need as needOf, type Stage } from './stage';

/** Through what a scenario acts, and what it is called. */
export interface Way {
  readonly layer: Layer;
  /** Where the run's browser is reached; undefined where the run has none. */
  readonly browser: string | undefined;
  readonly title: { readonly journey: string; readonly scenario: string };
}

/** Who is there once the scenario stands on its platform. */
interface Settled {
  readonly stage: Stage;
  readonly cast: Cast;
  readonly operator: Operator;
  readonly auditor: Auditor;
  readonly inspector: Inspector;
  readonly crowd: Crowd;
  readonly steward: Steward;
}

/** One scenario's world. It composes the cast, the drivers and the books, and never acts itself. */
export class JourneyWorld extends World {
  readonly evidence = new EvidenceRecorder();
  readonly ledger = new Ledger();
  readonly breaches: string[] = [];
  readonly guard = new StepGuard();
  /** Names everything that this scenario causes, in every service: W3C trace id. */
  readonly traceId = randomBytes(16).toString('hex');
  /** The pictures taken of this scenario's pages, as files below the folder of the results. */
  readonly pictures: string[] = [];
  title = { journey: '', scenario: '' };
  lease: Lease | undefined;
  private settled: Settled | undefined;

  /** Puts the scenario on its platform, with the capabilities it says it needs. Called once, before its first step. */
  enter(platform: PlatformUnderTest, declared: ReadonlySet<string>, { layer, browser, title }: Way): void {
    const { evidence, ledger, breaches, traceId } = this;
    const drivers = new DriverSet({ platform, traceId, evidence, layer, browser });
    this.title = title;
    const stage: Stage = { platform, drivers, evidence, ledger, breaches, declared };
    const { operations, environment, databases } = drivers.shared;
    const [operator, auditor] = [new Operator(operations, databases), new Auditor(operations)];
    const cast = new Cast(stage);
    const inspector = new Inspector(environment, operations, traceId);
    const [crowd, steward] = [new Crowd(cast), new Steward(operations)];
    this.settled = { stage, cast, operator, auditor, inspector, crowd, steward };
  }

  /** False for a scenario that was stopped before it reached a platform. */
  isOnStage(): boolean {
    return this.settled !== undefined;
  }

  get stage(): Stage {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.stage;
  }

  get cast(): Cast {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.cast;
  }

  /** Whoever runs the platform, for what nobody who only uses it can see or do. */
  get operator(): Operator {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.operator;
  }

  /** Whoever watches what the services hold. */
  get steward(): Steward {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.steward;
  }

  /** Many people at once, who are in the cast as well. */
  get crowd(): Crowd {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.crowd;
  }

  /** Whoever checks that services keep to themselves. */
  get auditor(): Auditor {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.auditor;
  }

  /** Whoever says whether an environment is worth beginning a journey in. */
  get inspector(): Inspector {
    if (!this.settled) throw new Error('This scenario has no platform yet.');
    return this.settled.inspector;
  }

  actor(name: string): Actor {
    return this.cast.actor(name);
  }

  /** The driver of a capability that the scenario says it needs. */
  need<K extends keyof SharedDrivers>(name: K, capability: string): NonNullable<SharedDrivers[K]> {
    return needOf(this.stage, name, capability);
  }
}
