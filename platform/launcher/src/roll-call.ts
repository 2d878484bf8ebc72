import { isAbsolute } from 'node:path';
import type { Plugin } from 'esbuild';
import type { BundleContents } from './module-graph';
import type { ToolRun } from './processes/toolbox';

/**
 * A roll call loads every module of a service, one after the other, in a process of its own, and says which do not. A
 * service that runs has loaded what its start needs; what it loads only when somebody first needs it shows here.
 */

/** What a roll call found of one module. */
export interface Answer {
  /** A source of this project, from its root, or the name of a package. */
  module: string;
  /** Why it does not load; absent where it does. */
  fault?: string;
}

const NAMESPACE = 'roll-call';

/** The bundler's name for the roll call of a process. */
export const rollCallEntry = (process: string): string => `${NAMESPACE}:${process}`;

/** Gives the bundler the roll calls: programs that nobody wrote into a file. */
export function rollCalls(
  projectRoot: string,
  contents: ReadonlyMap<string, BundleContents>,
  entries: Readonly<Record<string, string>>,
): Plugin {
  return {
    name: NAMESPACE,
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, ({ path }) => ({
        path: path.slice(NAMESPACE.length + 1),
        namespace: NAMESPACE,
      }));
      build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path: process }) => {
        const known = contents.get(process) ?? { modules: [], later: [] };
        // The entry starts the service as it loads; that it does is seen by the service.
        const modules = known.modules.filter((path) => path !== entries[process]);
        return { contents: program(modules, known.later), loader: 'js', resolveDir: projectRoot };
      });
    },
  };
}

function program(modules: readonly string[], later: readonly string[]): string {
  const loading = [
    ...modules.map(
      (path) => `[${JSON.stringify(path)}, async () => require(${JSON.stringify(`./${path}`)})]`,
    ),
    ...later
      .filter((name) => !name.startsWith('.') && !isAbsolute(name))
      .map((name) => `[${JSON.stringify(name)}, () => import(${JSON.stringify(name)})]`),
  ];
  return `
(async () => {
  const answers = [];
  for (const [module, load] of [${loading.join(',')}]) {
    const fault = await load().then(() => undefined, (cause) => String(cause && cause.message || cause).split('\\n')[0]);
    answers.push(fault === undefined ? { module } : { module, fault });
  }
  process.stdout.write(JSON.stringify(answers), () => process.exit(0));
})();
`;
}

/** @throws with what it said instead, when a roll call did not come to its end */
export function answersOf({ code, stdout, stderr }: ToolRun): Answer[] {
  if (code !== 0) throw new Error(`The roll call ended with code ${String(code)}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Answer[];
}
