import type { Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import { version } from '../../package.json';
import { listenAndAnnounce } from '../announcement';
import type { PaymentSettings } from '../settings';
import { Books } from './books';
import { checkoutPages } from './checkout';
import { controlApi } from './control';
import { merchantApi } from './merchant-api';
import { Messenger } from './messenger';

/** Starts the payment provider's stand-in: what merchants call, what their customers see, and the suite's side. */
export async function startPayment(
  settings: PaymentSettings,
  logger: Logger,
): Promise<Running & { registration: Registration }> {
  const books = new Books();
  const messenger = new Messenger(logger);
  const server = createHttpServer({ service: 'payment', version, logger, checks: {} });
  merchantApi(server, books, messenger, () => registration.url);
  await checkoutPages(server, books, messenger);
  controlApi(server, books, messenger);

  const { registration, withdraw } = await listenAndAnnounce(server, {
    service: 'payment',
    instance: settings.INSTANCE,
    discoveryDir: settings.SERVICE_DISCOVERY_DIR,
    port: settings.PORT,
    apiUrl: (url) => `${url}/v1`,
  });
  logger.info({ url: registration.url }, 'ready');
  return {
    registration,
    async stop() {
      await withdraw();
      messenger.stop();
      await server.close();
    },
  };
}
