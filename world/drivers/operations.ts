/** One process, as service discovery lists it. */
export interface Registration {
  readonly service: string;
  readonly instance: string;
  readonly url: string;
  readonly healthUrl: string;
  /** When the process began, by its own word; absent where a target names addresses alone. */
  readonly startedAt?: string;
}

export interface HealthReport {
  /** Who answered; `nobody` where nothing does, whatever the directory says. */
  readonly service: string;
  /** `ready`, `degraded` or `unavailable`; `no answer` where nothing answers at the address. */
  readonly status: string;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly detail?: string }>>;
}

export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly service: string;
  readonly instance?: string;
  readonly msg: string;
  readonly trace_id?: string;
  readonly run_id?: string;
  readonly connection_id?: string;
  readonly close_code?: number;
  /** Of an answer to a call. */
  readonly status?: number;
  /** What went wrong, where something did. */
  readonly err?: { readonly message?: string };
}

/** How a platform that the suite started came up. */
export interface StartReport {
  readonly readyMs: number;
  /** What this start made for all later ones; with anything here, `readyMs` says nothing about the platform. */
  readonly prepared: readonly string[];
}

/** What a service is built of: sources of the project, from its root, and the folder that holds the service's own. */
export interface Build {
  readonly service: string;
  readonly source: string;
  readonly modules: readonly string[];
}

/** Each module of a service as it was loaded by itself; with the reason where it does not load. */
export interface RollCall {
  readonly service: string;
  readonly answers: readonly { readonly module: string; readonly fault?: string }[];
}

/** What one process of a service holds, its garbage collected. Memory in bytes. */
export interface Holdings {
  readonly service: string;
  readonly instance: string;
  readonly heap: number;
  readonly resident: number;
  readonly timers: number;
  readonly connections: number;
  /** Absent where only memory was asked for. */
  readonly listeners?: number;
}

/** A service, or one instance of it where it has several. */
export interface Held {
  readonly service: string;
  readonly instance?: string;
  /** Listeners cost the most to count: only where it is said. */
  readonly withListeners?: true;
}

/** What can be taken away from a platform of one's own: its services, and the engines that hold its data. */
export type Part = 'auth' | 'backend' | 'frontend' | 'analytics' | 'postgres' | 'redis';

/** The platform as its operators see it. */
export interface OperationsDriver {
  /** Every service that discovery lists, in the order of their names. */
  directory(): Promise<readonly Registration[]>;
  /** What the service at that address says of itself, ready or not. */
  health(at: Registration): Promise<HealthReport>;
  /** The log lines of one trace, oldest first; of all services unless one is named. */
  logs(traceId: string, service?: string): Promise<LogLine[]>;
  /** What each process of these holds now; the less, the sooner it is known. Stops each for as long as it takes to collect its garbage. */
  holdings(of: readonly Held[]): Promise<readonly Holdings[]>;
  startReport(): Promise<StartReport>;
  builds(): Promise<readonly Build[]>;
  /** Loads every module of each service, also those that it loads only when they are first needed. */
  rollCall(): Promise<readonly RollCall[]>;
  /** Ends a part as a power cut would; all of its instances, unless one is named. */
  crash(part: Part, instance?: string): Promise<void>;
  /** Has tokens signed with a fresh key from now on; resolves when auth is ready with it. */
  changeSigningKey(): Promise<void>;
  /** Lets one instance of a service finish and leave. */
  leave(part: Part, instance: string): Promise<void>;
  /** The same, and another process takes its place at once; resolves when that one is ready. */
  replace(part: Part, instance: string): Promise<void>;
  /** Has a part stand still, as one does whose machine is too busy for it. */
  freeze(part: Part): Promise<void>;
  thaw(part: Part): Promise<void>;
  /** Starts what was ended. Resolves when it is ready, or, in a hurry, as soon as it is listed. */
  start(part: Part, how?: { readonly onlyUntilListed?: boolean; readonly instance?: string }): Promise<void>;
}
