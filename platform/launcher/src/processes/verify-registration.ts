import type { Registration } from '@reference/kit/discovery';
import { sentenceOf } from '../faults';
import { accepts, askHealth } from './exchange';

/**
 * Compares what a service says of itself in discovery with what is there.
 * @returns one sentence on the first difference; undefined when everything is as it says
 */
export async function registrationFault(entry: Registration, pid: number): Promise<string | undefined> {
  const { service } = entry;
  if (entry.pid !== pid) {
    return `${service} says in service discovery that its process is ${entry.pid}, but ${pid} was started.`;
  }
  for (const url of new Set([
    `http://127.0.0.1:${entry.port}/health`,
    `${entry.url}/health`,
    entry.health_url,
  ])) {
    const fault = await faultAt(url, service);
    if (fault !== undefined) return fault;
  }
  for (const url of [entry.api_url, entry.ws_url]) {
    if (url !== undefined && !(await accepts(...placeOf(url))))
      return saysItListens(service, url, 'nothing answers there');
  }
  return undefined;
}

async function faultAt(url: string, service: string): Promise<string | undefined> {
  try {
    const { service: answered } = await askHealth(url);
    if (answered === service) return undefined;
    const who = answered === undefined ? 'nothing of that name answers there' : `${answered} answers there`;
    return saysItListens(service, url, who);
  } catch (cause) {
    const refused = (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
    return saysItListens(
      service,
      url,
      refused ? 'nothing of that name answers there' : `that failed: ${sentenceOf(cause)}`,
    );
  }
}

function saysItListens(service: string, url: string, but: string): string {
  return `${service} says in service discovery that it listens on port ${placeOf(url)[1]}, but ${but}.`;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'ws:': 80,
  'https:': 443,
  'wss:': 443,
  'smtp:': 25,
};

function placeOf(url: string): [host: string, port: number] {
  const { hostname, port, protocol } = new URL(url);
  return [hostname, port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port)];
}
