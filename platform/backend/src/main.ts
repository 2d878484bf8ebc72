import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { startBackend } from './backend';
import { backendSettings } from './settings';

const logger = createLogger('backend', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('backend', backendSettings);
  logger.level = settings.LOG_LEVEL;
  return startBackend(settings, logger);
});
