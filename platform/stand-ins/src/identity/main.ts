import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { identitySettings } from '../settings';
import { startIdentity } from './stand-in';

const logger = createLogger('identity', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('stand-ins', identitySettings);
  logger.level = settings.LOG_LEVEL;
  return startIdentity(settings, logger);
});
