import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { Device, Session } from '../drivers/auth';
import type { Connection, Ending } from '../drivers/chat';
import type { Inbox } from '../inbox';
import { Refused, type Refusal } from '../refusal';
import { SERVICE_LEVELS } from '../service-levels';

interface OwnDevice {
  readonly session: Session;
  readonly connection: Connection;
}

/** What became of the chat on a device: the word that came before the end, if one did, and the end. */
export interface DeviceEnding {
  readonly said: string | undefined;
  readonly closed: Ending;
}

/** The person's devices, each with a login and an open chat of its own, apart from pages. */
export class DevicesAbility {
  private readonly own = new Map<string, OwnDevice>();
  /** Logins that another one on the same device took the place of. */
  private readonly former = new Map<string, OwnDevice>();
  private list: readonly Device[] | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** Logs in and opens the chat. */
  async add(name: string): Promise<void> {
    const session = await this.actor.account.logInOn(name);
    const connection = await this.drivers.behindThePages.chat.connect(session);
    this.own.set(name, { session, connection });
  }

  /** One more login on a device whose login was ended. */
  async addAgain(name: string): Promise<void> {
    this.former.set(name, this.device(name));
    await this.add(name);
  }

  names(): string[] {
    return [...this.own.keys()];
  }

  session(name: string): Session {
    return this.device(name).session;
  }

  formerSession(name: string): Session {
    const device = this.former.get(name);
    if (!device) throw new Error(`${this.actor.name} has logged in on ${name} only once.`);
    return device.session;
  }

  /** Logs out everywhere and sees every chat end. */
  async logOutEverywhere(name: string): Promise<void> {
    await this.logOut(name, true);
    for (const device of this.names()) await this.ending(device);
  }

  async logOut(name: string, everywhere = false): Promise<void> {
    await this.drivers.behindThePages.auth.logOut(this.session(name), { everywhere });
  }

  /** Looks at the list of devices on one of them. */
  async look(name: string): Promise<void> {
    this.list = await this.drivers.behindThePages.auth.devices(this.session(name));
  }

  /** The list at the last look. */
  listed(): readonly Device[] {
    if (!this.list) throw new Error(`${this.actor.name} has not looked at the list of devices.`);
    return this.list;
  }

  async remove(name: string, on: string): Promise<void> {
    await this.drivers.behindThePages.auth.removeDevice(this.session(on), this.session(name).id);
  }

  /** Tries to renew the login of a device. @returns the "no"; undefined where it was renewed. */
  async renew(name: string): Promise<Refusal | undefined> {
    try {
      await this.drivers.behindThePages.auth.refresh(this.session(name));
      return undefined;
    } catch (cause) {
      if (cause instanceof Refused) return cause.refusal;
      throw cause;
    }
  }

  /** Resolves when the platform has ended the chat on that device; that it did is no surprise any more. */
  async ending(name: string): Promise<DeviceEnding> {
    const { connection } = this.device(name);
    const { socket, inbox } = connection;
    if (!socket) throw new Error(`The chat on ${name} has no socket of its own.`);
    const closed = await socket.ending(SERVICE_LEVELS.sign_out);
    const code = `close_${closed.code}`;
    const word = inbox.all().findLast(({ type }) => type === 'error')?.payload['code'];
    const said = typeof word === 'string' ? word : undefined;
    this.actor.refusals.withdraw((refusal) => refusal.code === code);
    if (said !== undefined) this.actor.refusals.withdraw((refusal) => refusal.code === said);
    return { said, closed };
  }

  /** Everything that the chat on that device was told. */
  news(name: string): Inbox {
    return this.device(name).connection.inbox;
  }

  /** Whether the chat on that device still answers: a later event on the same socket arrives. */
  async goesOn(name: string): Promise<boolean> {
    const { connection } = this.device(name);
    const mark = connection.inbox.mark();
    await connection.fence();
    return connection.inbox.after(mark).all().length > 0;
  }

  /** Lets what is on its way arrive, and closes every chat. */
  async settle(): Promise<void> {
    const devices = [...this.former.values(), ...this.own.values()];
    for (const { connection } of devices) {
      await connection.fence();
      await connection.close();
    }
  }

  private device(name: string): OwnDevice {
    const device = this.own.get(name);
    if (!device)
      throw new Error(
        `${this.actor.name} is not logged in on any ${name}, only on ${this.names().join(', ')}.`,
      );
    return device;
  }
}
