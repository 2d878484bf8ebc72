import { randomUUID } from 'node:crypto';
import { BoundedLog, type Bounds } from '../bounded-log';

export interface MailAddress {
  Name: string;
  Address: string;
}

/** What a search answers of one mail; names as Mailpit spells them. */
export interface MailSummary {
  ID: string;
  /** When it arrived, RFC 3339. */
  Created: string;
  From: MailAddress;
  To: MailAddress[];
  Subject: string;
}

export interface Mail extends MailSummary {
  Text: string;
  HTML: string;
  /** By canonical name (`Message-Id`), in the order they came. */
  headers: Record<string, string[]>;
}

const BOUNDS: Bounds = { entries: 10_000, size: 64_000_000 };

/** Every mail that arrived and was not deleted, in memory; beyond the bounds (size in characters) the oldest go. */
export class Mailbox {
  readonly #byId = new Map<string, Mail>();
  readonly #log: BoundedLog<Mail>;

  constructor(bounds: Bounds = BOUNDS) {
    this.#log = new BoundedLog<Mail>(bounds, (mail) => this.#byId.delete(mail.ID));
  }

  put(content: Omit<Mail, 'ID' | 'Created'>): Mail {
    const mail: Mail = { ID: randomUUID(), Created: new Date().toISOString(), ...content };
    this.#byId.set(mail.ID, mail);
    this.#log.append(mail, JSON.stringify(mail).length);
    return mail;
  }

  find(id: string): Mail | undefined {
    return this.#byId.get(id);
  }

  /** Mails with this address in their `To` header, whole and whatever its case; newest first. */
  addressedTo(address: string): Mail[] {
    const wanted = address.toLowerCase();
    return this.#log
      .entries()
      .filter((mail) => mail.To.some(({ Address }) => Address.toLowerCase() === wanted))
      .reverse();
  }

  remove(mails: readonly Mail[]): void {
    for (const mail of mails) {
      this.#log.remove(mail);
      this.#byId.delete(mail.ID);
    }
  }
}
