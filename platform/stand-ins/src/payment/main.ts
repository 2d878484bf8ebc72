import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { paymentSettings } from '../settings';
import { startPayment } from './stand-in';

const logger = createLogger('payment', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('stand-ins', paymentSettings);
  logger.level = settings.LOG_LEVEL;
  return startPayment(settings, logger);
});
