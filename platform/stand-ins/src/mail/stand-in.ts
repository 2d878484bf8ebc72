import type { Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import type { Running } from '@reference/kit/service';
import { version } from '../../package.json';
import { listenAndAnnounce } from '../announcement';
import type { MailSettings } from '../settings';
import { mailApi } from './api';
import { Mailbox } from './mailbox';
import { receiveMail } from './smtp';

/** Starts both sides of the mail stand-in: SMTP for senders, then the HTTP API for readers. */
export async function startMail(
  settings: MailSettings,
  logger: Logger,
): Promise<Running & { registration: Registration }> {
  const mailbox = new Mailbox();
  const smtp = await receiveMail(settings.SMTP_PORT, mailbox, logger);
  const smtpCheck = {
    critical: true,
    probe: async () => {
      if (!smtp.isListening()) throw new Error('the SMTP server does not listen');
    },
  };
  const server = createHttpServer({ service: 'mail', version, logger, checks: { smtp: smtpCheck } });
  mailApi(server, mailbox);

  const { registration, withdraw } = await listenAndAnnounce(server, {
    service: 'mail',
    instance: settings.INSTANCE,
    discoveryDir: settings.SERVICE_DISCOVERY_DIR,
    port: settings.PORT,
    apiUrl: () => smtp.url,
  });
  logger.info({ url: registration.url, smtp_url: smtp.url }, 'ready');
  return {
    registration,
    async stop() {
      await withdraw();
      await smtp.close();
      await server.close();
    },
  };
}
