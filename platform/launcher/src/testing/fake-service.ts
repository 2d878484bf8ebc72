import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deregister, register } from '@reference/kit/discovery';
import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';

/** What a fake service of the launcher's own tests does; told in `FAKE`. */
export type Behaviour =
  'healthy' | 'exits' | 'never-healthy' | 'never-registers' | 'lies-about-port' | 'lies-about-pid';

/**
 * Stands in for a service in the launcher's tests: a process that registers and answers health checks, with the
 * status that it was last told at `/become/<status>`.
 */
export function fakeService(name: string): void {
  const behaviour = (process.env.FAKE ?? 'healthy') as Behaviour;
  const logger = createLogger(name, process.env.INSTANCE ?? '1');
  runService(logger, async () => {
    const { PUBLIC_URL, ALLOWED_ORIGINS, DATA_DIR, USERS } = process.env;
    const told = { PUBLIC_URL, ALLOWED_ORIGINS, DATA_DIR, USERS };
    logger.info({ behaviour, told, trace_id: 'a'.repeat(32) }, 'fake starting');
    if (behaviour === 'exits') throw new Error('the fake was told to exit');
    let status = behaviour === 'never-healthy' ? 'unavailable' : 'ready';
    const server = createServer((request, response) => {
      status = /^\/become\/(\w+)$/.exec(request.url ?? '')?.[1] ?? status;
      const checks = { moon: { status, ...(status === 'ready' ? {} : { detail: 'the moon is not full' }) } };
      response.writeHead(status === 'unavailable' ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ service: name, version: '9.9.9', status, checks }));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(Number(process.env.PORT ?? 0), '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const claimed = behaviour === 'lies-about-port' ? port - 1 : port;
    const url = `http://127.0.0.1:${claimed}`;
    const entry = {
      service: name,
      port: claimed,
      url,
      api_url: url,
      health_url: `${url}/health`,
      instance: process.env.INSTANCE ?? '1',
      pid: behaviour === 'lies-about-pid' ? process.ppid : process.pid,
      started_at: new Date().toISOString(),
    };
    const folder = process.env.SERVICE_DISCOVERY_DIR;
    if (!folder) throw new Error('SERVICE_DISCOVERY_DIR is not set');
    if (behaviour !== 'never-registers') await register(folder, entry);
    return {
      async stop() {
        await deregister(folder, entry);
        server.closeAllConnections();
        server.close();
      },
    };
  });
}
