import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { mailSettings } from '../settings';
import { startMail } from './stand-in';

const logger = createLogger('mail', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('stand-ins', mailSettings);
  logger.level = settings.LOG_LEVEL;
  return startMail(settings, logger);
});
