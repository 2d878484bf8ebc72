import { randomUUID } from 'node:crypto';
import { sentenceOf } from '../faults';
import type { LinkName } from '../network/network-fault';
import type { Instance } from './instance';
import { PROFILES, type ProfileName } from './profiles';

export interface Lease {
  id: string;
  instance: Instance;
  /** How long the lessee waited. */
  waitedMs: number;
}

/** What a lessee wants besides what the profile has. */
export interface Wishes {
  ownEngines: boolean;
  /** Links on which the network can be broken. */
  links: readonly LinkName[];
}

export interface PoolOptions {
  /** Makes an instance and starts it. */
  create(profile: ProfileName, wishes: Wishes): Promise<Instance>;
  /** Told of what went wrong in the background, where nobody waits for an answer. */
  tell(sentence: string): void;
}

/** Instances that are ready before somebody asks, leased to one lessee at a time, or to many where the profile says so. */
export class Pool {
  private readonly wanted = new Map<ProfileName, number>();
  private readonly ready = new Map<ProfileName, Promise<Instance>[]>();
  private readonly leases = new Map<string, { instance: Instance; special: boolean }>();
  /** Those that several have between them, and how many do. */
  private readonly common = new Map<ProfileName, { instance: Promise<Instance>; lessees: number }>();
  private readonly out = new Map<ProfileName, number>();
  private filling: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /**
   * From now on keeps so many of each profile, the leased ones included: they come back. Made one after the other, in
   * the background; whoever asks for more than that, or for one in the place of one that was thrown away, has it made.
   */
  keep(counts: Partial<Record<ProfileName, number>>): void {
    for (const [profile, count] of Object.entries(counts) as [ProfileName, number][])
      this.wanted.set(profile, count);
    this.fill();
  }

  async lease(profile: ProfileName, wishes: Wishes): Promise<Lease> {
    const askedAt = performance.now();
    // What the profile does not have anyway is made for this lessee alone.
    const { engines, links, lessees } = PROFILES[profile];
    const special =
      (wishes.ownEngines && engines === 'shared') || wishes.links.some((link) => !links.includes(link));
    const take = () => (lessees === 'many' ? this.join(profile) : this.takeCounted(profile));
    const instance = await (special ? this.options.create(profile, wishes) : take());
    instance.noteLease();
    const id = randomUUID();
    this.leases.set(id, { instance, special });
    return { id, instance, waitedMs: Math.round(performance.now() - askedAt) };
  }

  /** Takes an instance back if nothing speaks against it; throws it away otherwise. Undefined for an unknown lease. */
  async release(id: string): Promise<{ returned: boolean; reason?: string } | undefined> {
    const lease = this.leases.get(id);
    if (!lease) return undefined;
    this.leases.delete(id);
    const { instance, special } = lease;
    if (!special && !this.isLast(instance.profile)) return { returned: true };
    const fault = await instance.reuseFault().catch(sentenceOf);
    const reason = fault ?? (special ? 'it was made for one lease' : undefined);
    if (!special) this.countOut(instance.profile, -1);
    if (reason === undefined && !this.closed) {
      this.readyOf(instance.profile).push(Promise.resolve(instance));
      return { returned: true };
    }
    // Nobody knows whether one more will be wanted: whoever asks has it made.
    await instance.throwAway();
    return { returned: false, reason: reason ?? 'the pool is closing' };
  }

  /** No more filling. Whoever closes the pool stops the instances. */
  async close(): Promise<void> {
    this.closed = true;
    await this.filling;
  }

  private async join(profile: ProfileName): Promise<Instance> {
    const common = this.common.get(profile) ?? { instance: this.takeCounted(profile), lessees: 0 };
    this.common.set(profile, common);
    common.lessees += 1;
    try {
      return await common.instance;
    } catch (cause) {
      if (this.common.get(profile) === common) this.common.delete(profile);
      throw cause;
    }
  }

  /** Whether nobody else has the instance that was given back. */
  private isLast(profile: ProfileName): boolean {
    const common = this.common.get(profile);
    if (!common) return true;
    common.lessees -= 1;
    if (common.lessees > 0) return false;
    this.common.delete(profile);
    return true;
  }

  private async takeCounted(profile: ProfileName): Promise<Instance> {
    this.countOut(profile, 1);
    try {
      return await this.take(profile);
    } catch (cause) {
      this.countOut(profile, -1);
      throw cause;
    }
  }

  private async take(profile: ProfileName): Promise<Instance> {
    const instance = await (this.readyOf(profile).shift() ?? this.create(profile));
    // One that broke while it waited is nobody's to meet.
    if (instance.isRunning) return instance;
    await instance.throwAway();
    return await this.take(profile);
  }

  private create(profile: ProfileName): Promise<Instance> {
    return this.options.create(profile, { ownEngines: false, links: [] });
  }

  private fill(): void {
    for (const [profile, count] of this.wanted) {
      const ready = this.readyOf(profile);
      const there = ready.length + (this.out.get(profile) ?? 0);
      for (let missing = count - there; missing > 0 && !this.closed; missing -= 1)
        ready.push(this.inTurn(profile));
    }
  }

  /** Counts those that are leased, or about to be, and come back. */
  private countOut(profile: ProfileName, change: 1 | -1): void {
    this.out.set(profile, (this.out.get(profile) ?? 0) + change);
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
