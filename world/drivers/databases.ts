import type { Keeper } from './services';

/** What a database does to the service whose data it keeps, for as long as it is not calmed. */
export const TROUBLES = [
  'ends every session',
  'takes no connections',
  'takes no writes',
  'keeps everybody waiting',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Databases of a platform of one's own, as whoever owns them can set them. No row is touched. */
export interface DatabasesDriver {
  trouble(of: Keeper, how: Trouble): Promise<void>;
  /** How many of the service's statements stand still until the database is calmed. */
  waiting(of: Keeper): Promise<number>;
  /** Each of them is again as it was. */
  calm(): Promise<void>;
}
