import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { startAnalytics } from './analytics';
import { analyticsSettings } from './settings';

const logger = createLogger('analytics', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('analytics', analyticsSettings);
  logger.level = settings.LOG_LEVEL;
  return startAnalytics(settings, logger);
});
