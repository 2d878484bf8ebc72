import { createLogger } from '@reference/kit/logger';
import { runService } from '@reference/kit/service';
import { readSettings } from '@reference/kit/settings';
import { startAuth } from './service';
import { authSettings } from './settings';

const logger = createLogger('auth', process.env.INSTANCE ?? '1', process.env.LOG_LEVEL);

runService(logger, async () => startAuth(readSettings('auth', authSettings), logger));
