import { z } from 'zod';
import { BoundedLog } from '../bounded-log';

const MOST_PEOPLE = 10_000;

/** What a provider knows of a person, and how it answers about them. */
export const person = z.strictObject({
  name: z.string().min(1),
  picture: z.url().optional(),
  email_verified: z.boolean().default(true),
  /** How the provider goes wrong about this person alone. */
  faults: z
    .strictObject({
      /** Whom the ID token is for, in place of the client. */
      audience: z.string().min(1).optional(),
      /** The ID token's nonce, in place of the one that was sent. */
      nonce: z.string().min(1).optional(),
      /** How long the token endpoint takes. */
      delay_ms: z.number().int().min(0).max(60_000).optional(),
      /** The token endpoint answers 503. */
      outage: z.boolean().optional(),
    })
    .default({}),
});
export type Person = z.output<typeof person>;

interface Entry {
  readonly email: string;
  readonly person: Person;
}

/** The people by e-mail address, the same at every provider. The one that was set longest ago goes first. */
export class People {
  readonly #byEmail = new Map<string, Entry>();
  readonly #entries = new BoundedLog<Entry>(
    { entries: MOST_PEOPLE, size: MOST_PEOPLE },
    (entry) => void this.#byEmail.delete(entry.email),
  );

  set(email: string, wanted: Person): void {
    this.delete(email);
    const entry = { email: email.toLowerCase(), person: wanted };
    this.#byEmail.set(entry.email, entry);
    this.#entries.append(entry, 1);
  }

  delete(email: string): void {
    const entry = this.#byEmail.get(email.toLowerCase());
    if (!entry) return;
    this.#byEmail.delete(entry.email);
    this.#entries.remove(entry);
  }

  /** Whoever was not set has an account too, named after the address: so that `npm run platform` lets everybody in. */
  get(email: string): Person {
    return this.#byEmail.get(email.toLowerCase())?.person ?? person.parse({ name: nameIn(email) });
  }
}

/** Providers know people by an id that stays when the address changes; here it stands for the address. */
export function subjectOf(email: string): string {
  return Buffer.from(email.toLowerCase()).toString('base64url');
}

export function emailOf(subject: string): string {
  return Buffer.from(subject, 'base64url').toString();
}

/** "ada.king@example.org" -> "Ada King". */
function nameIn(email: string): string {
  const words = (email.split('@')[0] ?? email).split(/[._+-]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  return name === '' ? email : name;
}
