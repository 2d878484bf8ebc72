import type { Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import { version } from '../../package.json';
import { listenAndAnnounce } from '../announcement';
import type { LlmSettings } from '../settings';
import { completionsApi } from './completions';
import { controlApi } from './control';
import { Holds } from './holds';
import { Journal } from './journal';
import { Scripts } from './scripts';

/** Starts the LLM stand-in: the model's API under `/v1`, the suite's beside it. */
export async function startLlm(
  settings: LlmSettings,
  logger: Logger,
): Promise<Running & { registration: Registration }> {
  const desk = { scripts: new Scripts(), holds: new Holds(), journal: new Journal(), logger };
  const server = createHttpServer({ service: 'llm', version, logger, checks: {} });
  await completionsApi(server, desk);
  controlApi(server, desk);

  const { registration, withdraw } = await listenAndAnnounce(server, {
    service: 'llm',
    instance: settings.INSTANCE,
    discoveryDir: settings.SERVICE_DISCOVERY_DIR,
    port: settings.PORT,
    apiUrl: (url) => `${url}/v1`,
  });
  logger.info({ url: registration.url, api_url: registration.api_url }, 'ready');
  return {
    registration,
    async stop() {
      await withdraw();
      await server.close();
    },
  };
}
