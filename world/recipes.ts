import type { Actor } from './actor';

/**
 * People in the states in which they come back to the platform, each made through the product's public calls. A recipe
 * draws nothing by lot: the same one always makes the same person, but for the name and the secrets that keep this
 * scenario's people apart from every other's.
 */
export const RECIPES = {
  'not there yet': async () => undefined,
  unconfirmed: ({ account }) => account.signUp(),
  confirmed: ({ account }) => account.becomeCustomer(),
  locked: async ({ account, password }) => {
    await account.becomeCustomer();
    await password.isGuessedAt();
  },
  'open with a login that has run out': async ({ account }) => {
    await account.join();
    await account.letLoginRunOut();
  },
  'open on three devices': async ({ account, devices }) => {
    await account.becomeCustomer();
    for (const device of ['laptop', 'phone', 'tablet']) await devices.add(device);
  },
  deleted: async ({ account }) => {
    await account.becomeCustomer();
    await account.close();
  },
} as const satisfies Record<string, (actor: Actor) => Promise<void>>;

export type AccountState = keyof typeof RECIPES;

/** The same, for states that take an account at an identity provider. */
export const PROVIDER_RECIPES = {
  'open through Google alone': async ({ signIn }) => {
    await signIn.isKnownAtProviders();
    await signIn.logInBehindThePages('Google');
  },
  'open with a password and through Google': async ({ account, signIn }) => {
    await account.becomeCustomer();
    await signIn.isKnownAtProviders();
    await signIn.logInBehindThePages('Google');
  },
} as const satisfies Record<string, (actor: Actor) => Promise<void>>;

export type ProviderAccountState = keyof typeof PROVIDER_RECIPES;

/** The same, for states that take a payment. */
export const PLAN_RECIPES = {
  'on a smaller plan than before': async ({ account, plan }) => {
    await account.join();
    await plan.upgrade();
    await plan.downgrade();
  },
} as const satisfies Record<string, (actor: Actor) => Promise<void>>;

export type PlanAccountState = keyof typeof PLAN_RECIPES;
