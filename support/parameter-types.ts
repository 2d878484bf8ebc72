import { defineParameterType } from '@cucumber/cucumber';
import type { Actor } from '../world/actor';
import type { Part } from '../world/drivers/operations';
import { PAGES, type PageName } from '../world/drivers/pages';
import type { JourneyWorld } from '../world/journey-world';

/** A reason for a "no", in the words of the features and in those of the wire contract. */
export interface ExpectedRefusal {
  readonly words: string;
  readonly code: string;
  readonly status: number;
}

const REFUSALS: readonly ExpectedRefusal[] = [
  { words: 'the address already belongs to an account', code: 'email_taken', status: 409 },
  { words: 'the address is no e-mail address', code: 'invalid_email', status: 422 },
  { words: 'the password is too weak', code: 'weak_password', status: 422 },
  { words: 'the link has expired', code: 'link_expired', status: 410 },
  { words: 'the link is not valid', code: 'link_invalid', status: 400 },
  { words: 'the address is not confirmed yet', code: 'email_not_verified', status: 403 },
  { words: 'the address or the password is wrong', code: 'invalid_credentials', status: 401 },
];

defineParameterType({
  name: 'actor',
  regexp: /[A-Z][a-z]+/,
  transformer(this: JourneyWorld, name: string): Actor {
    return this.actor(name);
  },
});

defineParameterType({
  name: 'refusal',
  regexp: new RegExp(REFUSALS.map(({ words }) => words).join('|')),
  transformer(words: string): ExpectedRefusal {
    const refusal = REFUSALS.find((known) => known.words === words);
    if (!refusal) throw new Error(`no refusal is called "${words}"`);
    return refusal;
  },
});

defineParameterType({
  name: 'service',
  regexp: /auth service|backend/,
  transformer: (words: string): 'auth' | 'backend' => (words === 'backend' ? 'backend' : 'auth'),
});

/** What an operator calls the parts of the platform; a product owner reads the same words. */
const PARTS: Readonly<Record<string, Part>> = {
  'the auth service': 'auth',
  'the backend': 'backend',
  'the frontend': 'frontend',
  'the analytics service': 'analytics',
  'the database': 'postgres',
  'the cache': 'redis',
};
const PART = Object.keys(PARTS).join('|');

function partCalled(words: string): Part {
  const part = PARTS[words];
  if (!part) throw new Error(`no part of the platform is called "${words}"`);
  return part;
}

defineParameterType({ name: 'part', regexp: new RegExp(PART), transformer: partCalled });

defineParameterType({
  name: 'parts',
  regexp: new RegExp(`(?:${PART})(?:(?:, | and )(?:${PART}))*`),
  transformer: (words: string): Part[] => words.split(/, | and /).map(partCalled),
});

defineParameterType({
  name: 'page',
  regexp: new RegExp(Object.keys(PAGES).join('|')),
  transformer: (words: string): PageName => words as PageName,
});
