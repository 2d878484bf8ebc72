import { eventually, NotYet } from '../support/eventually';
import type { DatabasesDriver, Trouble } from './drivers/databases';
import type {
  HealthReport,
  LogLine,
  OperationsDriver,
  Part,
  Registration,
  StartReport,
} from './drivers/operations';
import type { Keeper } from './drivers/services';
import { PATIENCE } from './service-levels';

/** One service's entry in the directory, and what answered there. */
export interface Sighting {
  readonly entry: Registration;
  readonly report: HealthReport;
}

/** Who was started, and what everybody said right after. */
export interface StartedInTurn {
  readonly part: Part;
  readonly sightings: readonly Sighting[];
}

/** What each service needs of the others, by the wire contract; the order in which they can become ready. */
export const NEEDS = { auth: [], backend: ['auth'], frontend: ['auth', 'backend'] } as const;
const POWERED = ['redis', 'auth', 'backend', 'frontend'] as const;
const WRONG_ORDER = ['frontend', 'backend', 'auth'] as const;

/** Whoever runs the platform: looks at it, takes parts of it away and brings them back. */
export class Operator {
  private readonly missing = new Set<Part>();
  private readonly frozen = new Set<Part>();
  private seen: readonly Sighting[] = [];
  private turns: readonly StartedInTurn[] = [];
  private leaver: Registration | undefined;

  constructor(
    private readonly operations: OperationsDriver,
    private readonly databases?: DatabasesDriver,
  ) {}

  /** What the directory lists, and what is found there. */
  async look(): Promise<readonly Sighting[]> {
    const entries = await this.operations.directory();
    this.seen = await Promise.all(
      entries.map(async (entry) => ({ entry, report: await this.operations.health(entry) })),
    );
    return this.seen;
  }

  /** What was seen at the last look. */
  sightings(): readonly Sighting[] {
    return this.seen;
  }

  /** What the services logged under a reference, oldest first. */
  underReference(reference: string): Promise<LogLine[]> {
    return this.operations.logs(reference);
  }

  startReport(): Promise<StartReport> {
    return this.operations.startReport();
  }

  async takeDown(...parts: readonly Part[]): Promise<void> {
    for (const part of parts) {
      this.missing.add(part);
      await this.operations.crash(part);
    }
  }

  /** Every service and the cache end at the same moment, as by a power cut. */
  async losePower(): Promise<void> {
    for (const part of POWERED) this.missing.add(part);
    await Promise.all(POWERED.map((part) => this.operations.crash(part)));
  }

  /** All of them start at once, the cache before those that keep something in it. */
  async restorePower(): Promise<void> {
    const [cache, ...services] = POWERED;
    await this.bringBack(cache);
    await Promise.all(services.map((part) => this.bringBack(part)));
  }

  /** Each backend finishes what it does, goes, and is started again; before the next one `between` happens. */
  async replaceBackends(between: () => Promise<unknown>): Promise<void> {
    const backends = (await this.operations.directory()).filter(({ service }) => service === 'backend');
    for (const { instance } of backends) {
      await this.operations.replace('backend', instance);
      await between();
    }
  }

  changeSigningKey(): Promise<void> {
    return this.operations.changeSigningKey();
  }

  /** A service stands still, with all that it has in its hands. */
  async freeze(part: Part): Promise<void> {
    this.frozen.add(part);
    await this.operations.freeze(part);
  }

  async thaw(): Promise<void> {
    for (const part of this.frozen) await this.operations.thaw(part);
    this.frozen.clear();
  }

  /** Resolves when a backend says this to whoever asks how what it needs is doing. */
  async aBackendSays(of: string, words: RegExp): Promise<void> {
    const all = await this.operations.directory();
    const backends = all.filter(({ service }) => service === 'backend');
    const look = async () => {
      const reports = await Promise.all(backends.map((entry) => this.operations.health(entry)));
      const details = reports.map(({ checks }) => checks[of]?.detail ?? 'nothing');
      if (!details.some((detail) => words.test(detail))) throw new NotYet(`they say ${details.join('; ')}`);
    };
    const wanted = `No backend ever said of ${of} that ${words.source}`;
    await eventually(wanted, look, { within: PATIENCE.health });
  }

  async bringBack(part: Part): Promise<void> {
    await this.operations.start(part);
    this.missing.delete(part);
  }

  /** For the end of a scenario: whatever it took away is there again. */
  async bringEverythingBack(): Promise<void> {
    if (this.leaver) await this.operations.start('backend', { instance: this.leaver.instance });
    this.leaver = undefined;
    await this.calmDatabases();
    await this.thaw();
    for (const part of this.missing) await this.bringBack(part);
  }

  /** The database of a service does this to it, until it is calmed. @throws on a platform that others use as well. */
  async troubleDatabase(of: Keeper, how: Trouble): Promise<void> {
    if (!this.databases)
      throw new Error(
        "The databases are everybody's; tag the scenario with @platform:disposable to trouble its own.",
      );
    await this.databases.trouble(of, how);
  }

  async calmDatabases(): Promise<void> {
    await this.databases?.calm();
  }

  /** Resolves when so many statements of a service stand still because of what its database does. */
  async statementsWait(of: Keeper, howMany = 1): Promise<void> {
    const look = async () => {
      const waiting = (await this.databases?.waiting(of)) ?? 0;
      if (waiting < howMany) throw new NotYet(`${waiting} of ${howMany} wait`);
    };
    await eventually(`The ${of}'s statements never waited`, look, { within: PATIENCE.reply });
  }

  /** One of several backends finishes what it does and goes. @throws where there is only one. */
  async letOneBackendLeave(): Promise<void> {
    const { instance } = await this.oneOfTwoBackends();
    await this.operations.leave('backend', instance);
  }

  /** One of several backends ends as by a power cut, whatever it has in its hands. @throws where there is only one. */
  async letOneBackendDie(): Promise<void> {
    const { instance } = await this.oneOfTwoBackends();
    await this.operations.crash('backend', instance);
  }

  private async oneOfTwoBackends(): Promise<Registration> {
    const backends = (await this.operations.directory()).filter(({ service }) => service === 'backend');
    const [leaver, other] = backends;
    if (!leaver || !other) throw new Error(`The directory lists ${backends.length} backends, not two.`);
    this.leaver = leaver;
    return leaver;
  }

  /** The backend that left. */
  whoLeft(): Registration {
    if (!this.leaver) throw new Error('No backend has left.');
    return this.leaver;
  }

  /** Starts each service before those it needs, and looks around after each start. */
  async startInWrongOrder(): Promise<void> {
    const turns: StartedInTurn[] = [];
    for (const part of WRONG_ORDER) {
      await this.operations.start(part, { onlyUntilListed: true });
      this.missing.delete(part);
      turns.push({ part, sightings: await this.look() });
    }
    this.turns = turns;
  }

  inTurn(): readonly StartedInTurn[] {
    return this.turns;
  }

  /** @throws NeverHappened with what each service complains of. */
  async everyServiceIsReady(): Promise<readonly Sighting[]> {
    const look = async () => {
      const sightings = await this.look();
      const complaining = sightings.filter(({ report }) => report.status !== 'ready');
      if (complaining.length > 0 || sightings.length === 0) throw new NotYet(told(complaining));
      return sightings;
    };
    return eventually('Not every service got ready', look, { within: PATIENCE.restart });
  }

  /**
   * Waits until exactly these services complain of a part.
   * @throws NeverHappened with who said what at the last look.
   */
  async onlyTheseMiss(services: readonly string[], part: Part): Promise<void> {
    const wanted = [...services].sort().join(', ') || 'nobody';
    const look = async () => {
      const others = (await this.look()).filter(({ entry }) => entry.service !== part);
      const complaining = others.filter(({ report }) => misses(report, part));
      const names = [...new Set(complaining.map(({ entry }) => entry.service))].sort().join(', ') || 'nobody';
      const silent = others.filter((one) => !complaining.includes(one) && one.report.status !== 'ready');
      if (names !== wanted || silent.length > 0)
        throw new NotYet(`wanted   ${wanted}\nlast     ${names}\n${told(others)}`);
    };
    await eventually(`Not exactly those who need ${part} said that it is missing`, look, {
      within: PATIENCE.health,
    });
  }
}

/** Whether a service that is not ready gives the part as the reason, by its check or in its words. */
export function misses({ status, checks }: HealthReport, part: string): boolean {
  if (status === 'ready') return false;
  return Object.entries(checks).some(
    ([name, check]) => check.status !== 'ready' && (name === part || check.detail?.includes(part)),
  );
}

function told(sightings: readonly Sighting[]): string {
  return sightings
    .map(({ entry, report }) => {
      const failing = Object.entries(report.checks).filter(([, { status }]) => status !== 'ready');
      const why = failing.map(([name, { status, detail }]) => `${name}: ${detail ?? status}`).join('; ');
      return `${`${entry.service} ${entry.instance}`.padEnd(8)} ${report.status}${why ? ` (${why})` : ''}`;
    })
    .join('\n');
}
