/** What an environment is looked at for before the first journey. */
export const TOPICS = [
  'services',
  'dependencies',
  'stores',
  'layouts',
  'clocks',
  'keys',
  'origin',
  'secrets',
] as const;
export type Topic = (typeof TOPICS)[number];

/** One thing that was looked at. */
export interface Finding {
  readonly topic: Topic;
  /** "auth 1", "the backend's database". */
  readonly what: string;
  /** What was seen there, in a few words; empty where nothing was. */
  readonly found: string;
  readonly fault?: Fault;
}

/**
 * What is wrong. `away`: no journey that needs it can begin; `differs`: a setting that would make journeys fail for no
 * fault of the product; `unsaid`: nobody is harmed, and nobody would notice either.
 */
export interface Fault {
  readonly kind: 'away' | 'differs' | 'unsaid';
  /** One clause without a full stop: what is wrong, where, and how to mend it. */
  readonly sentence: string;
}

/** Settings that one environment may have from another by mistake. */
export const SETTINGS = [
  "the backend's port",
  'the address of the pages',
  "the backend's secret at the auth service",
  "the password of auth's database",
] as const;
export type Setting = (typeof SETTINGS)[number];

/** A platform as somebody looks at it who has to say whether it is worth beginning. Looks, and changes nothing. */
export interface EnvironmentDriver {
  /** @param mistaken settings taken from another environment */
  examine(mistaken?: readonly Setting[]): Promise<readonly Finding[]>;
  /** Asks so many times at once through the platform's front door for what the backend says to everybody. */
  askAtTheFrontDoor(times: number): Promise<void>;
}
