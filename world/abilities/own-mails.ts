import { eventually, NotYet } from '../../support/eventually';
import type { Mail } from '../drivers/externals';
import { PATIENCE } from '../service-levels';
import { need, type Stage } from '../stage';

/** The mails that a person got, and which of their links were followed. */
export class OwnMails {
  private readonly used = new Set<string>();

  constructor(
    private readonly owner: { readonly name: string; readonly email: string },
    private readonly stage: Stage,
  ) {}

  /** Newest first. */
  async all(): Promise<Mail[]> {
    return need(this.stage, 'mailbox', 'mailbox').mailsTo(this.owner.email);
  }

  /** The newest whose link nobody followed, as soon as there is one. */
  async fresh(): Promise<Mail> {
    const look = async () => {
      const fresh = (await this.all()).find(({ id }) => !this.used.has(id));
      if (!fresh) throw new NotYet('no mail');
      return fresh;
    };
    return eventually(`${this.owner.name} never got a verification mail`, look, { within: PATIENCE.mail });
  }

  /** The newest, whether or not its link was followed. */
  async newest(): Promise<Mail> {
    const [newest] = await this.all();
    return newest ?? this.fresh();
  }

  noteUse({ id }: Mail): void {
    this.used.add(id);
  }

  async letAllBeUsed(): Promise<void> {
    for (const mail of await this.all()) this.noteUse(mail);
  }

  hasUsedAny(): boolean {
    return this.used.size > 0;
  }
}
