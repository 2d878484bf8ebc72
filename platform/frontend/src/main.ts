import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { startFrontend } from './frontend';
import { frontendSettings } from './settings';

const logger = createLogger('frontend', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('frontend', frontendSettings);
  logger.level = settings.LOG_LEVEL;
  return startFrontend(settings, logger);
});
