import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deregister, register } from '@reference/kit/discovery';
import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';

/** What a fake service of the launcher's own tests does; told in `FAKE`. */
export type Behaviour =
  'healthy' | 'exits' | 'never-healthy' | 'never-registers' | 'lies-about-port' | 'lies-about-pid';

/** Stands in for a service in the launcher's tests: a process that registers and answers health checks. */
export function fakeService(name: string): void {
  const behaviour = (process.env.FAKE ?? 'healthy') as Behaviour;
  const logger = createLogger(name, process.env.INSTANCE ?? '1');
  runService(logger, async () => {
    logger.info({ behaviour, trace_id: 'a'.repeat(32) }, 'fake starting');
    if (behaviour === 'exits') throw new Error('the fake was told to exit');
    const server = createServer((_request, response) => {
      const ready = behaviour !== 'never-healthy';
      const checks = {
        moon: ready ? { status: 'ready' } : { status: 'unavailable', detail: 'the moon is not full' },
      };
      response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ service: name, version: '9.9.9', status: ready ? 'ready' : 'unavailable', checks }),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(Number(process.env.PORT ?? 0), '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const told = behaviour === 'lies-about-port' ? port - 1 : port;
    const url = `http://127.0.0.1:${told}`;
    const entry = {
      service: name,
      port: told,
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
