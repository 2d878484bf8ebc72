import { eventually, NotYet } from '../support/eventually';
import type { Held, Holdings, OperationsDriver } from './drivers/operations';
import { PATIENCE } from './service-levels';

/** The services whose code is the product's own. */
const SERVICES: readonly Held[] = [
  { service: 'auth' },
  { service: 'backend', instance: '1', withListeners: true },
  { service: 'backend', instance: '2' },
  { service: 'frontend' },
];
/** The backend to which people's apps connect, of two. */
const THEIRS: Held = { service: 'backend', instance: '1' };
/** Those that have to do with people who chat. */
const BUSY: readonly Held[] = [{ service: 'auth' }, THEIRS];

const MEGABYTE = 1_048_576;
/** What a process may lay by from one time to the next: compiled code and the like, which comes to an end. */
const NOISE = 0.35 * MEGABYTE;
/** What a person with an open chat may cost a backend. */
export const PLANNED_FOR_ONE = 0.4 * MEGABYTE;

/** What a database client and its socket listen to, at most. */
const LISTENERS_OF_A_CONNECTION = 12;

const COUNTED = ['connections', 'timers', 'listeners'] as const;

/** Whoever watches what the services hold: memory, and everything that somebody must let go of again. */
export class Steward {
  private before: readonly Holdings[] = [];
  private present: readonly Holdings[] = [];
  private readonly times: (readonly Holdings[])[] = [];

  constructor(private readonly operations: OperationsDriver) {}

  /** Remembers what is held now, before anybody comes. */
  async look(): Promise<void> {
    this.before = await this.operations.holdings(SERVICES);
  }

  /** Remembers what is held while people are there. */
  async lookWhileTheyAreThere(): Promise<void> {
    this.present = await this.operations.holdings([THEIRS]);
  }

  /** Remembers what is held after they have left. */
  async lookAfterwards(): Promise<void> {
    this.times.push(await this.operations.holdings(BUSY));
  }

  /** By how much the backends' memory was more while so many people were there than just before; bytes for each. */
  costOfEach(people: number): number {
    const justBefore = this.times.at(-2) ?? this.before;
    const backends = this.present.map((one) => this.of(one, justBefore));
    return (sum(this.present) - sum(backends)) / people;
  }

  /**
   * Waits until no process holds more of anything countable for each visit than before. Pools of connections grow with
   * the crowd, and shrink at their own pace; what visits leave behind grows with every one of them.
   * @throws NeverHappened with who holds more of what
   */
  async everythingIsLetGo(people: number): Promise<readonly Holdings[]> {
    const slack = people / 2;
    let asked = SERVICES;
    let lookedAt: readonly Holdings[] = [];
    const look = async () => {
      const now = await this.operations.holdings(asked);
      if (asked === SERVICES) lookedAt = now;
      const more = now.map((one) => {
        const times = [this.before, ...this.times].flatMap((time) => this.found(one, time) ?? []);
        return { one, what: leftBehind(times, one, { each: slack, all: slack * this.times.length }) };
      });
      const holding = more.filter(({ what }) => what.length > 0);
      // Who has let go is not asked again: each question stops a process.
      asked = SERVICES.filter((held) => holding.some(({ one }) => isOf(one, held)));
      if (holding.length > 0) throw new NotYet(holding.flatMap(({ what }) => what).join('\n'));
      return lookedAt;
    };
    return eventually('The services never let go of everything', look, { within: PATIENCE.health });
  }

  /** Processes whose memory rose by more than noise each time, each with its figures. */
  growing(): readonly string[] {
    const [first = []] = this.times;
    if (this.times.length < 3) throw new Error(`${this.times.length} looks show no slope.`);
    return first.flatMap((one) => {
      const heaps = [this.of(one, this.before), ...this.times.map((time) => this.of(one, time))].map(
        ({ heap }) => heap,
      );
      const rises = heaps.slice(1).every((heap, at) => heap > (heaps[at] ?? heap) + NOISE);
      if (!rises) return [];
      const told = heaps.map((heap) => (heap / MEGABYTE).toFixed(2)).join(', ');
      return [`${nameOf(one)} grows from time to time: ${told} MB`];
    });
  }

  private found(one: Holdings, at: readonly Holdings[]): Holdings | undefined {
    return at.find((other) => nameOf(other) === nameOf(one));
  }

  private of(one: Holdings, at: readonly Holdings[]): Holdings {
    const found = this.found(one, at);
    if (!found) throw new Error(`Nobody looked at what ${nameOf(one)} holds.`);
    return found;
  }
}

/**
 * What a process held more of after each time, where it was looked at then, and holds more of now. The listeners of
 * connections that a pool opened go with them.
 */
function leftBehind(
  times: readonly Holdings[],
  now: Holdings,
  slack: { each: number; all: number },
): string[] {
  const [first] = times;
  if (!first) return [];
  const opened = Math.max(0, now.connections - first.connections);
  return COUNTED.flatMap((what) => {
    const counts = times.flatMap((time) => time[what] ?? []);
    const [is = 0, was = 0] = [now[what], counts[0]];
    const rises = counts.slice(1).every((count, at) => count > (counts[at] ?? Infinity) + slack.each);
    const theirs = what === 'listeners' ? opened * LISTENERS_OF_A_CONNECTION : 0;
    return rises && is > was + slack.all + theirs
      ? [`${nameOf(now)} holds ${is} ${what}, before ${was}`]
      : [];
  });
}

const isOf = ({ service, instance }: Holdings, held: Held): boolean =>
  service === held.service && (held.instance ?? instance) === instance;

const nameOf = ({ service, instance }: Holdings): string => `${service} ${instance}`;
const sum = (all: readonly Holdings[]): number => all.reduce((total, { heap }) => total + heap, 0);
