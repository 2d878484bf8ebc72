import type { Logger } from '@reference/kit/logger';
import { inTrace, traceFrom } from '@reference/kit/trace';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Mailbox } from './mailbox';
import { parseMail } from './parsing';

const LARGEST_MAIL_BYTES = 10_000_000;
/** How long a sender may take to finish once the server is stopping; within the 5 s every service has. */
const CLOSE_TIMEOUT_MS = 500;

export interface SmtpReceiver {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  isListening(): boolean;
  close(): Promise<void>;
}

/**
 * An SMTP server on the loopback address without authentication and TLS. A mail is in the mailbox before its
 * sender is told so: who has seen a mail accepted finds it.
 */
export async function receiveMail(port: number, mailbox: Mailbox, logger: Logger): Promise<SmtpReceiver> {
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MAIL_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onData(stream, session, callback) {
      accept(stream, session.envelope.rcptTo.length, mailbox, logger).then(
        () => callback(null),
        (cause: unknown) => callback(cause instanceof Error ? cause : new Error(String(cause))),
      );
    },
  });
  smtp.on('error', (cause: Error) => logger.warn({ err: cause }, 'an SMTP connection broke'));

  const server = smtp.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    isListening: () => server.listening,
    close: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  };
}

async function accept(
  stream: SMTPServerDataStream,
  recipients: number,
  mailbox: Mailbox,
  logger: Logger,
): Promise<void> {
  const pieces: Buffer[] = [];
  // An oversized mail is read to its end, as SMTP asks, but not kept.
  for await (const piece of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) pieces.push(piece);
  if (stream.sizeExceeded) throw replyOf(552, `A mail may have at most ${LARGEST_MAIL_BYTES} bytes.`);

  const mail = mailbox.put(await parseMail(Buffer.concat(pieces)));
  inTrace(traceFrom(mail.headers.Traceparent?.[0]), () =>
    logger.info(
      {
        mail_id: mail.ID,
        recipients,
        bytes: stream.byteLength,
        subject_length: mail.Subject.length,
        text_length: mail.Text.length,
        html_length: mail.HTML.length,
      },
      'mail accepted',
    ),
  );
}

/** An error that the SMTP server turns into a reply with this code. */
function replyOf(responseCode: number, sentence: string): Error {
  return Object.assign(new Error(sentence), { responseCode });
}
