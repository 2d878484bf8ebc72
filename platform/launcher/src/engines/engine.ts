import { LaunchFault } from '../faults';
import type { HeldProcess } from '../processes/held-process';
import { exitReport, withLastLines } from '../processes/launch-report';
import { PortTaken } from '../ports';

/** A store's server, under the launcher's control. */
export interface Engine {
  readonly name: 'postgres' | 'redis';
  readonly port: number;
  readonly pid: number | undefined;
  /** Starts it again on its port, with its data, after it was stopped or killed. */
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Ends it at once and removes its data; it cannot be started again. */
  discard(): Promise<void>;
}

/**
 * Resolves when the server says that it takes connections.
 * @throws PortTaken when another process has its port, LaunchFault with its last lines when it ends or stays silent
 */
export async function untilServing(
  name: string,
  server: HeldProcess,
  { ready, taken, port, deadlineMs }: { ready: RegExp; taken: RegExp; port: number; deadlineMs: number },
): Promise<void> {
  if (await server.line(ready, deadlineMs)) return;
  const exit = server.exit;
  if (!exit) {
    await server.stop('SIGKILL', 0);
    throw new LaunchFault(withLastLines(`${name} did not take connections within ${deadlineMs} ms.`, server));
  }
  if (server.lastLines(10).some((line) => taken.test(line))) throw new PortTaken(port);
  throw new LaunchFault(exitReport(name, exit, server));
}
