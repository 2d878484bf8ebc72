import type { InstanceSettings } from '../parts';
import type { InstanceNetwork } from './instance-network';

/** The settings as services are told them: with other addresses for what they are to reach through a proxy. */
export async function wired(settings: InstanceSettings, network: InstanceNetwork): Promise<InstanceSettings> {
  const { stores, smtpUrl, llmUrl } = settings;
  const { databaseUrl, redisUrl } = stores;
  return {
    ...settings,
    stores: {
      ...stores,
      databaseUrl: {
        auth: await network.through('auth -> postgres', databaseUrl.auth),
        backend: await network.through('backend -> postgres', databaseUrl.backend),
      },
      redisUrl: {
        auth: await network.through('auth -> redis', redisUrl.auth),
        backend: await network.through('backend -> redis', redisUrl.backend),
      },
    },
    smtpUrl: await network.through('auth -> mail', smtpUrl),
    llmUrl: await network.through('backend -> llm', llmUrl),
  };
}
