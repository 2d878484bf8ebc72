import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { llmSettings } from '../settings';
import { startLlm } from './stand-in';

const logger = createLogger('llm', process.env.INSTANCE ?? '1');

runService(logger, async () => {
  const settings = readSettings('stand-ins', llmSettings);
  logger.level = settings.LOG_LEVEL;
  return startLlm(settings, logger);
});
