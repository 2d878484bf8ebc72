import { defineParameterType } from '@cucumber/cucumber';
import { FAILINGS } from '../world/abilities/assistant';
import type { Actor } from '../world/actor';
import type { Part } from '../world/drivers/operations';
import type { Handshake } from '../world/drivers/chat';
import type { ExportFormat } from '../world/drivers/exports';
import { TROUBLES, type Trouble } from '../world/drivers/databases';
import type { Break } from '../world/drivers/line';
import { PAGES, type PageName } from '../world/drivers/pages';
import { PROVIDERS, type ProviderName } from '../world/drivers/sign-in';
import type { JourneyWorld } from '../world/journey-world';
import {
  PLAN_RECIPES,
  PROVIDER_RECIPES,
  RECIPES,
  type AccountState,
  type PlanAccountState,
  type ProviderAccountState,
} from '../world/recipes';

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
  { words: 'the refresh token was used before', code: 'refresh_reused', status: 401 },
  { words: 'the login was not used for too long', code: 'refresh_expired', status: 401 },
  { words: 'there were too many wrong passwords', code: 'account_locked', status: 423 },
  { words: 'it was not begun in this browser', code: 'state_mismatch', status: 400 },
  { words: 'it was used already', code: 'code_replayed', status: 400 },
  { words: 'it took too long', code: 'attempt_expired', status: 410 },
  { words: 'the provider did not confirm it', code: 'provider_refused', status: 401 },
  { words: 'the provider does not answer', code: 'dependency_unavailable', status: 503 },
  { words: 'the questions come too fast', code: 'too_many_messages', status: 0 },
  { words: "the account may be somebody else's", code: 'account_exists_unlinked', status: 409 },
  { words: 'there is no such file of theirs', code: 'export_not_found', status: 404 },
  { words: 'the address or the password is wrong', code: 'invalid_credentials', status: 401 },
  { words: "the plan's messages are used up", code: 'quota_exceeded', status: 0 },
  { words: 'the card was declined', code: 'card_declined', status: 402 },
  { words: 'there were too many requests', code: 'rate_limited', status: 429 },
];

/** Why the chat is not opened, or ended: what is said before, where something is, and the close code or status. */
const CLOSINGS: readonly ExpectedRefusal[] = [
  { words: 'no token was shown', code: 'close_4001', status: 4001 },
  { words: 'the token is not valid', code: 'close_4002', status: 4002 },
  { words: 'the token has expired', code: 'token_expired', status: 4003 },
  { words: 'the session was ended', code: 'token_revoked', status: 4004 },
  { words: 'the page is not one of the product', code: 'origin_not_allowed', status: 403 },
  { words: 'it is open in too many places', code: 'close_4008', status: 4008 },
  { words: 'nobody can check logins at the moment', code: 'auth_unavailable', status: 1013 },
];

/** How a chat is opened by whoever may not. */
export interface Intrusion extends Handshake {
  readonly words: string;
  readonly accessToken?: string;
}

const INTRUSIONS: readonly Intrusion[] = [
  { words: 'no token', token: 'nowhere' },
  { words: 'a made-up token', accessToken: 'made.up.token' },
  { words: 'the token in the query', token: 'query' },
  { words: "somebody else's page", origin: 'https://elsewhere.example.org' },
];

/** What happens to a person's connection. */
export interface Mishap {
  readonly words: string;
  readonly how: Break;
}

const MISHAPS: readonly Mishap[] = [
  { words: 'is cut by a tunnel', how: { kind: 'reset' } },
  { words: 'falls silent', how: { kind: 'silence' } },
  { words: 'is still there for everybody else', how: { kind: 'half-open' } },
  { words: 'breaks in the middle of a sentence', how: { kind: 'cut', afterBytes: 100 } },
  { words: 'the question is lost on its way', how: { kind: 'silence', way: 'there' } },
  { words: 'the word that it arrived never comes back', how: { kind: 'silence', way: 'back' } },
];

defineParameterType({
  name: 'actor',
  regexp: /[A-Z][a-z]+/,
  transformer(this: JourneyWorld, name: string): Actor {
    return this.actor(name);
  },
});

/** A parameter type whose values are called by words of the features. */
function defineWords(name: string, values: readonly { readonly words: string }[]): void {
  defineParameterType({
    name,
    regexp: new RegExp(values.map(({ words }) => words).join('|')),
    transformer(words: string) {
      const value = values.find((known) => known.words === words);
      if (!value) throw new Error(`no ${name} is called "${words}"`);
      return value;
    },
  });
}

defineWords('refusal', REFUSALS);
defineWords('failing', FAILINGS);
defineWords('closing', CLOSINGS);
defineWords('intrusion', INTRUSIONS);
defineWords('mishap', MISHAPS);

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
  name: 'accountState',
  regexp: new RegExp(Object.keys(RECIPES).join('|')),
  transformer: (words: string): AccountState => words as AccountState,
});

defineParameterType({
  name: 'providerAccountState',
  regexp: new RegExp(Object.keys(PROVIDER_RECIPES).join('|')),
  transformer: (words: string): ProviderAccountState => words as ProviderAccountState,
});

defineParameterType({
  name: 'planAccountState',
  regexp: new RegExp(Object.keys(PLAN_RECIPES).join('|')),
  transformer: (words: string): PlanAccountState => words as PlanAccountState,
});

const DEVICE = '(?:her|his|their) (?:laptop|phone|tablet)';

/** "her laptop" -> "laptop". */
const deviceCalled = (words: string): string => words.split(' ').at(-1) ?? words;

defineParameterType({ name: 'device', regexp: new RegExp(DEVICE), transformer: deviceCalled });

defineParameterType({
  name: 'devices',
  regexp: new RegExp(`${DEVICE}(?:(?:, | and )${DEVICE})*`),
  transformer: (words: string): string[] => words.split(/, | and /).map(deviceCalled),
});

const FILES: Readonly<Record<string, ExportFormat>> = { 'file for programs': 'json', spreadsheet: 'csv' };

defineParameterType({
  name: 'file',
  regexp: new RegExp(Object.keys(FILES).join('|')),
  transformer: (words: string): ExportFormat => FILES[words] ?? 'json',
});

defineParameterType({
  name: 'plan',
  regexp: /free|pro/,
  transformer: (words: string): string => words,
});

defineParameterType({
  name: 'trouble',
  regexp: new RegExp(TROUBLES.join('|')),
  transformer: (words: string): Trouble => words as Trouble,
});

defineParameterType({
  name: 'nth',
  regexp: /first|second|third/,
  transformer: (words: string): string => words,
});

defineParameterType({
  name: 'page',
  regexp: new RegExp(Object.keys(PAGES).join('|')),
  transformer: (words: string): PageName => words as PageName,
});

defineParameterType({
  name: 'provider',
  regexp: new RegExp(Object.keys(PROVIDERS).join('|')),
  transformer: (words: string): ProviderName => words as ProviderName,
});
