import { AccountAbility } from './abilities/account';
import { AssistantAbility } from './abilities/assistant';
import { BookkeepingAbility } from './abilities/bookkeeping';
import { ChatAbility } from './abilities/chat';
import { CircuitsAbility } from './abilities/circuits';
import { ConversationsAbility } from './abilities/conversations';
import { FailuresAbility } from './abilities/failures';
import { FramesAbility } from './abilities/frames';
import { ProgressAbility } from './abilities/progress';
import { StreamingAbility } from './abilities/streaming';
import { TabsAbility } from './abilities/tabs';
import { DevicesAbility } from './abilities/devices';
import { DoorsAbility } from './abilities/doors';
import { PendingCallsAbility } from './abilities/pending-calls';
import { ProfileAbility } from './abilities/profile';
import { SignInAbility } from './abilities/sign-in';
import { TrafficAbility } from './abilities/traffic';
import { TravelAbility } from './abilities/travel';
import { WeatheringAbility } from './abilities/weathering';
import { ArchiveAbility } from './abilities/archive';
import { BelongingsAbility } from './abilities/belongings';
import { MemoryAbility } from './abilities/memory';
import { IntrusionAbility } from './abilities/intrusion';
import { BrowsingAbility } from './abilities/browsing';
import { LimitsAbility } from './abilities/limits';
import { PlanAbility } from './abilities/plan';
import { PasswordAbility } from './abilities/password';
import { PromisesAbility } from './abilities/promises';
import type { OpenPages } from './drivers/pages';
import { describe, RefusalBook, Refused } from './refusal';
import type { Stage } from './stage';

/** A named person of a scenario, with a memory of what they did and saw. Nobody else's: every scenario has its own Ada. */
export class Actor {
  readonly refusals = new RefusalBook();
  readonly account: AccountAbility;
  readonly password: PasswordAbility;
  readonly chat: ChatAbility;
  readonly assistant: AssistantAbility;
  readonly failures: FailuresAbility;
  readonly streaming: StreamingAbility;
  readonly frames: FramesAbility;
  readonly progress: ProgressAbility;
  readonly promises: PromisesAbility;
  readonly tabs: TabsAbility;
  readonly conversations: ConversationsAbility;
  readonly devices: DevicesAbility;
  readonly doors: DoorsAbility;
  readonly limits: LimitsAbility;
  readonly plan: PlanAbility;
  readonly bookkeeping: BookkeepingAbility;
  readonly browsing: BrowsingAbility;
  readonly signIn: SignInAbility;
  readonly profile: ProfileAbility;
  readonly travel: TravelAbility;
  readonly pendingCalls: PendingCallsAbility;
  readonly circuits: CircuitsAbility;
  readonly traffic: TrafficAbility;
  readonly weathering: WeatheringAbility;
  readonly archive: ArchiveAbility;
  readonly belongings: BelongingsAbility;
  readonly intrusion: IntrusionAbility;
  readonly memory: MemoryAbility;
  /** The pages that the person has open, on whatever device. */
  readonly openPages: OpenPages;

  constructor(
    readonly name: string,
    /** Another one from the moment on in which the person turns out to have an account that was made beforehand. */
    public email: string,
    password: string,
    stage: Stage,
  ) {
    const drivers = stage.drivers.for(name, this.refusals, (breach) =>
      stage.breaches.push(`${name}: ${breach}`),
    );
    this.account = new AccountAbility(this, password, stage, drivers);
    this.password = new PasswordAbility(this, stage, drivers);
    this.chat = new ChatAbility(this, stage, drivers);
    this.assistant = new AssistantAbility(this, stage);
    this.failures = new FailuresAbility(this, stage);
    this.streaming = new StreamingAbility(this, stage, drivers);
    this.frames = new FramesAbility(this, drivers);
    this.progress = new ProgressAbility(this, stage);
    this.promises = new PromisesAbility(this, stage);
    this.tabs = new TabsAbility(this, stage, drivers);
    this.conversations = new ConversationsAbility(this, stage);
    this.devices = new DevicesAbility(this, drivers);
    this.limits = new LimitsAbility(this, drivers);
    this.bookkeeping = new BookkeepingAbility(this, stage);
    this.plan = new PlanAbility(this, stage, drivers);
    this.doors = new DoorsAbility(this, stage, drivers);
    this.browsing = new BrowsingAbility(this, stage, drivers);
    this.profile = new ProfileAbility(this, drivers);
    this.signIn = new SignInAbility(this, stage, drivers);
    this.pendingCalls = new PendingCallsAbility(this, drivers);
    this.circuits = new CircuitsAbility(this, drivers);
    this.traffic = new TrafficAbility(this, drivers);
    this.weathering = new WeatheringAbility(this);
    this.travel = new TravelAbility(this, stage, drivers);
    this.archive = new ArchiveAbility(this, drivers);
    this.belongings = new BelongingsAbility(this, drivers);
    this.intrusion = new IntrusionAbility(this, drivers);
    this.memory = new MemoryAbility(this);
    this.openPages = drivers.openPages;
  }

  /**
   * Does something that may be refused. A refusal is remembered until a step claims it
   * ("Ada is refused because ..."); if none does, the scenario fails at its end.
   */
  async tries(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      this.refusals.add(cause.refusal);
    }
  }

  /** What stands against an expectation, for failure messages: "; refused: ..." or nothing. */
  whyNot(): string {
    const [refusal] = this.refusals.unclaimed();
    return refusal ? `; refused: ${describe(refusal)}` : '';
  }
}
