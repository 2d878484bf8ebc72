import { deregister, register, type Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import type { FastifyInstance } from 'fastify';
import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { version } from '../package.json';
import { ChatSocketEdge } from './chat-socket/chat-socket-edge';
import { edgeRoutes } from './edge/routes';
import { problem } from './errors';
import { servePages } from './pages/pages';
import type { FrontendSettings } from './settings';
import { ServicePool } from './upstreams/service-pool';
import { upstreamCheck } from './upstreams/upstream-check';

/** Whoever still waits then is cut off, so that the process is gone within the 5 s that it has. */
const FINISH_MS = 3_500;

/** Starts the frontend. It registers as soon as it listens: mails link to it, and the services come later. */
export async function startFrontend(settings: FrontendSettings, logger: Logger): Promise<Running> {
  const { SERVICE_DISCOVERY_DIR: discoveryDir } = settings;
  const auth = new ServicePool({ service: 'auth', discoveryDir, logger });
  const backend = new ServicePool({ service: 'backend', discoveryDir, logger });
  const agent = new Agent({ keepAlive: true });
  const checks = { auth: upstreamCheck(auth), backend: upstreamCheck(backend) };
  const server = createHttpServer({ service: 'frontend', version, logger, checks });
  const chat = new ChatSocketEdge(backend, logger);

  await edgeRoutes(server, { auth, backend, agent, logger });
  server.get('/ws', () => {
    throw problem('upgrade_required');
  });
  await servePages(server, settings.WEB_ROOT);
  chat.attachTo(server.server);
  await server.listen({ host: '127.0.0.1', port: settings.PORT });
  const registration = registrationOf(server, settings.INSTANCE);
  await register(discoveryDir, registration);
  logger.info({ url: registration.url, uptime_ms: Math.round(process.uptime() * 1000) }, 'frontend is up');
  auth.start();
  backend.start();

  return {
    /** Nobody new, then the sockets, then what is under way. */
    async stop() {
      await deregister(discoveryDir, registration);
      const impatience = setTimeout(() => server.server.closeAllConnections(), FINISH_MS);
      await chat.stop();
      await server.close();
      clearTimeout(impatience);
      auth.stop();
      backend.stop();
      agent.destroy();
    },
  };
}

function registrationOf(server: FastifyInstance, instance: string): Registration {
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    service: 'frontend',
    port,
    url,
    api_url: `${url}/api`,
    health_url: `${url}/health/ready`,
    ws_url: `ws://127.0.0.1:${port}/ws`,
    instance,
    pid: process.pid,
    started_at: new Date().toISOString(),
  };
}
