import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import { Refused, type Refusal } from '../refusal';
import { PATIENCE } from '../service-levels';

/** What became of two changes that were made from the same sight of the account. */
export interface Race {
  readonly won: readonly string[];
  readonly lost: readonly Refusal[];
}

/** Changing what the platform knows of a person, and what the person remembers of it. */
export class ProfileAbility {
  private race: Race | undefined;
  private moved: string | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** With no page, whatever the layer: as on another device. */
  async changeName(name: string): Promise<void> {
    await this.auth.changeName(this.actor.account.session(), name);
    this.actor.account.willBeCalled(name);
  }

  /** The same with the address, to one that nobody has had before. */
  async changeAddress(): Promise<void> {
    this.actor.account.mayBeSpent('changes the address');
    const { account, email } = this.actor;
    const address = email.replace('@', '-moved@');
    await this.auth.changeAddress(account.session(), address);
    account.hasMovedTo(address);
    this.moved = address;
  }

  /** The address that the person moved to. */
  newAddress(): string {
    if (this.moved === undefined) throw new Error(`${this.actor.name} has not changed the address.`);
    return this.moved;
  }

  /** One name after the other, each as soon as the one before is taken. */
  async changeNameOften(names: readonly string[]): Promise<void> {
    for (const name of names) await this.changeName(name);
  }

  /** On two devices at the same moment, on both of which the account looks the same. */
  async changeNameOnBoth(names: readonly [string, string]): Promise<void> {
    const { account, devices } = this.actor;
    const sessions = devices.names().map((device) => devices.session(device));
    const [first] = sessions;
    if (!first) throw new Error(`${this.actor.name} has no device.`);
    const version = await this.auth.version(first);
    const [won, lost]: [string[], Refusal[]] = [[], []];
    await Promise.all(
      names.map(async (name, index) => {
        const session = sessions[index];
        if (!session) throw new Error(`${this.actor.name} has only ${sessions.length} devices.`);
        await this.auth.changeName(session, name, version).then(
          () => won.push(name),
          (cause: unknown) => {
            if (!(cause instanceof Refused)) throw cause;
            lost.push(cause.refusal);
          },
        );
      }),
    );
    for (const name of won) account.willBeCalled(name);
    this.race = { won, lost };
  }

  outcome(): Race {
    if (!this.race) throw new Error(`${this.actor.name} has not changed the name on two devices.`);
    return this.race;
  }

  /** The new name that each of the person's tabs was told of, once it was. */
  async namesTold(name: string): Promise<readonly string[]> {
    const told = this.actor.tabs.all().map((tab) => tab.hearsOfName(name, PATIENCE.propagation));
    return Promise.all(told);
  }

  /** How the auth service and the backend call the person who asks them. */
  async namesKnown(): Promise<readonly string[]> {
    const known = (['auth', 'backend'] as const).map((service) => this.actor.account.recognisedBy(service));
    return (await Promise.all(known)).map(({ name }) => name);
  }

  private get auth(): PersonalDrivers['auth'] {
    return this.drivers.behindThePages.auth;
  }
}
