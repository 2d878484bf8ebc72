import { randomUUID } from 'node:crypto';
import { sentenceOf } from '../faults';
import type { Instance } from './instance';
import { PROFILES, type ProfileName } from './profiles';

export interface Lease {
  id: string;
  instance: Instance;
  /** How long the lessee waited. */
  waitedMs: number;
}

export interface PoolOptions {
  /** Makes an instance and starts it. */
  create(profile: ProfileName, ownEngines: boolean): Promise<Instance>;
  /** Told of what went wrong in the background, where nobody waits for an answer. */
  tell(sentence: string): void;
}

/** Instances that are ready before somebody asks, leased to one lessee at a time. */
export class Pool {
  private readonly wanted = new Map<ProfileName, number>();
  private readonly ready = new Map<ProfileName, Promise<Instance>[]>();
  private readonly leases = new Map<string, Instance>();
  private filling: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /** From now on keeps so many of each profile ready; they are made one after the other, in the background. */
  keep(counts: Partial<Record<ProfileName, number>>): void {
    for (const [profile, count] of Object.entries(counts) as [ProfileName, number][])
      this.wanted.set(profile, count);
    this.fill();
  }

  async lease(profile: ProfileName, ownEngines: boolean): Promise<Lease> {
    const askedAt = performance.now();
    // Engines of its own where the profile does not have them anyway: made for this lessee alone.
    const special = ownEngines && PROFILES[profile].engines === 'shared';
    const instance = special ? await this.options.create(profile, true) : await this.take(profile);
    instance.noteLease();
    const id = randomUUID();
    this.leases.set(id, instance);
    this.fill();
    return { id, instance, waitedMs: Math.round(performance.now() - askedAt) };
  }

  /** Takes an instance back if nothing speaks against it; throws it away otherwise. Undefined for an unknown lease. */
  async release(id: string): Promise<{ returned: boolean; reason?: string } | undefined> {
    const instance = this.leases.get(id);
    if (!instance) return undefined;
    this.leases.delete(id);
    const reason = await instance.reuseFault().catch(sentenceOf);
    if (reason === undefined && !this.closed) {
      this.readyOf(instance.profile).push(Promise.resolve(instance));
      return { returned: true };
    }
    await instance.throwAway();
    this.fill();
    return { returned: false, reason: reason ?? 'the pool is closing' };
  }

  /** No more filling. Whoever closes the pool stops the instances. */
  async close(): Promise<void> {
    this.closed = true;
    await this.filling;
  }

  private async take(profile: ProfileName): Promise<Instance> {
    const instance = await (this.readyOf(profile).shift() ?? this.create(profile));
    // One that broke while it waited is nobody's to meet.
    if (instance.isRunning) return instance;
    await instance.throwAway();
    return await this.take(profile);
  }

  private create(profile: ProfileName): Promise<Instance> {
    return this.options.create(profile, PROFILES[profile].engines === 'own');
  }

  private fill(): void {
    for (const [profile, count] of this.wanted) {
      const ready = this.readyOf(profile);
      for (let missing = count - ready.length; missing > 0 && !this.closed; missing -= 1)
        ready.push(this.inTurn(profile));
    }
  }

  private inTurn(profile: ProfileName): Promise<Instance> {
    const created = this.filling.then(async () => {
      if (this.closed) throw new Error('the pool is closing');
      return await this.create(profile);
    });
    this.filling = created.then(
      () => undefined,
      (cause: unknown) => this.giveUpOn(profile, created, cause),
    );
    return created;
  }

  /** An instance that cannot be made is not tried again until somebody asks: it would fail again, and again. */
  private giveUpOn(profile: ProfileName, created: Promise<Instance>, cause: unknown): void {
    const ready = this.readyOf(profile);
    const position = ready.indexOf(created);
    if (position >= 0) void ready.splice(position, 1);
    if (this.closed) return;
    this.wanted.set(profile, 0);
    this.options.tell(`An instance for the pool (${profile}) could not be made: ${sentenceOf(cause)}`);
  }

  private readyOf(profile: ProfileName): Promise<Instance>[] {
    const known = this.ready.get(profile);
    if (known) return known;
    const fresh: Promise<Instance>[] = [];
    this.ready.set(profile, fresh);
    return fresh;
  }
}
