/** The services that keep data of their own. */
export type Keeper = 'auth' | 'backend';

export const KEEPERS: readonly Keeper[] = ['auth', 'backend'];

/** Whether somebody got in, in the store's own word. Anything else that goes wrong is thrown. */
export type Entry = 'opens' | 'refuses';

/** How the auth service answers a service that asks about a token. */
export interface Vouching {
  readonly valid: boolean;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
  readonly email: string | undefined;
}

/** What a service can do with its own credentials, tried out with nothing but these. */
export interface ServicesDriver {
  database(who: Keeper, of: Keeper): Promise<Entry>;
  /** Looks for a key that nobody has, among those of `of`. */
  readKeys(who: Keeper, of: Keeper): Promise<Entry>;
  /** Deletes a key that nobody has, among those of `of`: to the store it is a write like any other. */
  writeKeys(who: Keeper, of: Keeper): Promise<Entry>;
  /** Asks the auth service about a token as the backend does. */
  askAbout(accessToken: string): Promise<Vouching>;
}
