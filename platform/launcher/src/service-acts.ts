import { LaunchFault } from './faults';
import { engineView, type EngineView } from './instances/instance-view';
import type { Instance } from './instances/instance';
import type { ServiceView } from './processes/service';

export const ACTS = ['stop', 'start', 'kill', 'restart', 'freeze', 'thaw'] as const;
export type Act = (typeof ACTS)[number];

/** How far a start goes before it is answered: until the process registered itself, or until it is ready. */
export type Wait = 'announced' | 'ready';

/** The view of the one that was acted on (the first, of several), and of all of them. */
export type ActAnswer = (ServiceView | EngineView) & { instances: (ServiceView | EngineView)[] };

/** A process that can be stopped and started, and looked at. */
interface Controlled {
  readonly pid: number | undefined;
  start(wait: Wait): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Stands still with all that it has in its hands, as a process does whose machine is too busy for it. */
  freeze(): void;
  thaw(): void;
  view(): ServiceView | EngineView;
}

/**
 * What of an instance may be controlled under that name: an engine of its own, one of a service's processes, or all.
 * Empty where there is none.
 * @param copy the service's instance, "1", "2", ...; all of them where undefined
 */
export function controlled(instance: Instance, name: string, copy: string | undefined): Controlled[] {
  const engine = instance.ownEngines.find((own) => own.name === name);
  if (engine) {
    return [
      {
        get pid() {
          return engine.pid;
        },
        start: () => engine.start(),
        stop: () => engine.stop(),
        kill: () => engine.kill(),
        freeze: refuseToFreeze,
        thaw: refuseToFreeze,
        view: () => engineView(engine),
      },
    ];
  }
  return instance
    .servicesNamed(name)
    .filter(({ options }) => copy === undefined || options.instance === copy);
}

/** An engine is a process with processes of its own. */
function refuseToFreeze(): never {
  throw new LaunchFault('Only services can be frozen, not the engines that hold their data.');
}

/**
 * As operators do who change a key that has served its time: by a restart of auth with other settings.
 * @throws LaunchFault where auth does not come up with them
 */
export async function rotateSigningKey(instance: Instance): Promise<void> {
  instance.changeSigningKey();
  await perform(instance.servicesNamed('auth'), 'restart', 'ready');
}

/**
 * Does it to all of them at once. A start is for those that do not run.
 * @throws LaunchFault where a process cannot be started, or all of them run already
 */
export async function perform(targets: readonly Controlled[], act: Act, wait: Wait): Promise<ActAnswer> {
  if (act === 'stop' || act === 'restart') await Promise.all(targets.map((target) => target.stop()));
  if (act === 'kill') await Promise.all(targets.map((target) => target.kill()));
  if (act === 'freeze') targets.forEach((target) => target.freeze());
  if (act === 'thaw') targets.forEach((target) => target.thaw());
  if (act === 'start' || act === 'restart') {
    const stopped = targets.filter(({ pid }) => pid === undefined);
    if (stopped.length === 0) throw new LaunchFault('There is nothing to start: it runs already.');
    await Promise.all(stopped.map((target) => target.start(wait)));
  }
  const views = targets.map((target) => target.view());
  const [first] = views;
  if (!first) throw new Error('nothing was to be acted on');
  return { ...first, instances: views };
}
