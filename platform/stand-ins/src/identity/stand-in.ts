import type { Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import { version } from '../../package.json';
import { listenAndAnnounce } from '../announcement';
import type { IdentitySettings } from '../settings';
import { controlApi } from './control';
import { People } from './people';
import { providersApi } from './providers-api';

/** Starts the identity providers' stand-in: each provider under its name, the suite's side beside them. */
export async function startIdentity(
  settings: IdentitySettings,
  logger: Logger,
): Promise<Running & { registration: Registration }> {
  const people = new People();
  const server = createHttpServer({ service: 'identity', version, logger, checks: {} });
  controlApi(server, people);
  await providersApi(server, people);

  const { registration, withdraw } = await listenAndAnnounce(server, {
    service: 'identity',
    instance: settings.INSTANCE,
    discoveryDir: settings.SERVICE_DISCOVERY_DIR,
    port: settings.PORT,
    apiUrl: (url) => url,
  });
  logger.info({ url: registration.url }, 'ready');
  return {
    registration,
    async stop() {
      await withdraw();
      await server.close();
    },
  };
}
