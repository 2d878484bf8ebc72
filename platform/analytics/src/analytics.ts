import { deregister, register, type Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { version } from '../package.json';
import { Engine } from './engine/engine';
import { clickHouseInterface } from './http/interface';
import type { AnalyticsSettings } from './settings';

/** Opens the engine on its folder, serves it, and registers it once it listens. */
export async function startAnalytics(settings: AnalyticsSettings, logger: Logger): Promise<Running> {
  const { DATA_DIR, USERS, SERVICE_DISCOVERY_DIR, PORT, INSTANCE } = settings;
  const engine = await Engine.open(DATA_DIR, USERS);
  const server = createHttpServer({
    service: 'analytics',
    version,
    logger,
    checks: { engine: { critical: true, probe: () => engine.ping() } },
  });
  await clickHouseInterface(server, { engine, users: USERS, logger, onFatal: leave });
  await server.listen({ host: '127.0.0.1', port: PORT });
  const registration = registrationOf(server, INSTANCE);
  await register(SERVICE_DISCOVERY_DIR, registration);
  logger.info({ url: registration.url, uptime_ms: Math.round(process.uptime() * 1000) }, 'analytics is up');

  return {
    async stop() {
      await deregister(SERVICE_DISCOVERY_DIR, registration);
      await server.close();
      await engine.close();
    },
  };
}

/** After the answer under way: an engine that is gone must show as a process that is gone. */
function leave(cause: Error): void {
  setImmediate(() => {
    throw cause;
  });
}

function registrationOf(server: FastifyInstance, instance: string): Registration {
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    service: 'analytics',
    port,
    url,
    api_url: url,
    health_url: `${url}/health/ready`,
    instance,
    pid: process.pid,
    started_at: new Date().toISOString(),
  };
}
