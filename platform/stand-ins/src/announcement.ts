import { deregister, register, type Registration } from '@reference/kit/discovery';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** A stand-in that listens and stands in the discovery folder. */
export interface Announced {
  readonly registration: Registration;
  /** Takes the registration away, so that nobody new comes. */
  readonly withdraw: () => Promise<void>;
}

export interface Announcement {
  service: string;
  instance: string;
  discoveryDir: string;
  /** 0 lets the system choose. */
  port: number;
  /** Where the emulated protocol is spoken, given the HTTP address. */
  apiUrl(url: string): string;
}

/** Listens on the loopback address and only then registers: whoever finds the stand-in can also reach it. */
export async function listenAndAnnounce(server: FastifyInstance, wanted: Announcement): Promise<Announced> {
  await server.listen({ host: LOOPBACK, port: wanted.port });
  const { port } = server.server.address() as AddressInfo;
  const url = `http://${LOOPBACK}:${port}`;
  const registration: Registration = {
    service: wanted.service,
    port,
    url,
    api_url: wanted.apiUrl(url),
    health_url: `${url}/health`,
    instance: wanted.instance,
    pid: process.pid,
    started_at: new Date().toISOString(),
  };
  await register(wanted.discoveryDir, registration);
  return { registration, withdraw: () => deregister(wanted.discoveryDir, registration) };
}
