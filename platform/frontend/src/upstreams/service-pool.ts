import type { Registration } from '@reference/kit/discovery';
import type { Logger } from '@reference/kit/logger';
import type { ServiceName } from '../errors';
import type { Verdict } from './health-question';
import { Instance, wordFor } from './instance';
import { Roster } from './roster';
import { within } from './within';

const ASK_EVERY_MS = 2_000;
/** How long a request waits for the first healthy instance before it is refused. */
const PATIENCE_MS = 1_000;

export interface ServicePoolOptions {
  service: ServiceName;
  discoveryDir: string;
  logger: Logger;
}

/** The instances of one service: who is registered, who is healthy, and whose turn it is. */
export class ServicePool {
  readonly service: ServiceName;
  private readonly roster: Roster;
  private instances = new Map<string, Instance>();
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;

  constructor(private readonly options: ServicePoolOptions) {
    this.service = options.service;
    this.roster = new Roster(options.discoveryDir, options.service);
  }

  /** Asks every instance for its health from now on, every two seconds: whoever asks the edge how it is, or finds nobody to pass a call on to, has them asked at once. */
  start(): void {
    const look = () => {
      this.everybody().then(
        (instances) => instances.forEach((instance) => void instance.ask()),
        (cause: unknown) => this.options.logger.warn({ err: cause }, 'service discovery cannot be read'),
      );
    };
    look();
    this.timer = setInterval(look, ASK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /**
   * The healthy instance whose turn it is. Where none is known to be healthy, all are asked anew before that is
   * said: what has just come up, or back, is used at once.
   */
  async next(): Promise<Instance | undefined> {
    const instances = await this.everybody();
    if (!instances.some(({ isHealthy }) => isHealthy)) await within(PATIENCE_MS, firstHealthy(instances));
    const healthy = instances.filter(({ isHealthy }) => isHealthy);
    return healthy[this.turn++ % Math.max(healthy.length, 1)];
  }

  /** Every registered instance, as of now. */
  async everybody(): Promise<Instance[]> {
    const entries = await this.roster.entries();
    const before = this.instances;
    const now = new Map(entries.map((entry) => [identityOf(entry), entry] as const));
    this.instances = new Map([...now].map(([key, entry]) => [key, before.get(key) ?? this.join(entry)]));
    for (const [key, { entry }] of before) {
      if (!now.has(key)) this.tell(entry, 'left');
    }
    return [...this.instances.values()];
  }

  /** It could not be reached: the others take its turns, and it is asked at once. */
  lose(instance: Instance, cause: unknown): void {
    instance.lose(cause instanceof Error ? cause.message : String(cause));
    void instance.ask();
  }

  private join(entry: Registration): Instance {
    this.tell(entry, 'joined');
    return new Instance(entry, (instance, verdict) => this.tellHealth(instance, verdict));
  }

  private tell({ service, instance, url }: Registration, what: string): void {
    this.options.logger.info({ upstream: service, upstream_instance: instance, url }, `${service} ${what}`);
  }

  private tellHealth({ entry, isHealthy }: Instance, verdict: Verdict): void {
    const { service, instance, url } = entry;
    const detail = verdict.kind === 'silent' ? verdict.why : verdict.complaints;
    const told = { upstream: service, upstream_instance: instance, url, ...(detail ? { detail } : {}) };
    const line = `${service} is ${wordFor(verdict)}`;
    if (isHealthy) this.options.logger.info(told, line);
    else this.options.logger.warn(told, line);
  }
}

/** A process that was started again is another instance, even at the same address. */
function identityOf({ instance, url, pid, started_at }: Registration): string {
  return [instance, url, pid, started_at].join(' ');
}

/** Resolves when one of them is healthy, or all have answered. */
async function firstHealthy(instances: readonly Instance[]): Promise<void> {
  const answers = instances.map(async (instance) => {
    await instance.ask();
    if (!instance.isHealthy) throw new Error('not healthy');
  });
  await Promise.any(answers).catch(() => undefined); // that none is healthy shows in their verdicts
}
