import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { EnvironmentFault } from './faults';

/** A process found the port that was chosen for it taken by another. */
export class PortTaken extends EnvironmentFault {
  constructor(readonly port: number) {
    super(`Port ${port} is taken by another process.`);
  }
}

const LOWEST = 15_000;
const ATTEMPTS = 8;

/**
 * A port that is free now and that the system gives nobody by itself (below the ephemeral range), so that
 * only another launcher's choice can take it before its process listens.
 */
export async function choosePort(): Promise<number> {
  const above = ephemeralStart();
  for (;;) {
    const port = randomInt(LOWEST, above);
    if (await isFree(port)) return port;
  }
}

/** Starts something on a chosen port, and on another when that one turns out taken. */
export async function onChosenPort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await choosePort());
    } catch (cause) {
      if (!(cause instanceof PortTaken) || attempt === ATTEMPTS) throw cause;
    }
  }
}

export async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function ephemeralStart(): number {
  if (process.platform !== 'linux') return 49_152;
  const start = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
  return start > LOWEST + 1_000 ? start : 32_768;
}
