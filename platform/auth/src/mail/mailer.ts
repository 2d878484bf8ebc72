import type { HealthCheck } from '@reference/kit/health';
import { createTransport } from 'nodemailer';
import type { Message } from './messages';

/** A way to the mail server. */
export interface Mailer {
  /** Resolves once the mail server has taken the message on. */
  send(to: { name: string; address: string }, message: Message, traceparent: string): Promise<void>;
  readonly check: HealthCheck;
  close(): void;
}

/** Servers make new connections wait for their greeting, so a health check asks for one at most this often. */
const CHECK_EVERY_MS = 1_000;

/** Keeps a few connections open, and waits no longer than a few seconds for any. */
export function smtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 5,
    connectionTimeout: 3_000,
    greetingTimeout: 3_000,
    socketTimeout: 10_000,
  });
  return {
    send: async (to, message, traceparent) => {
      await transport.sendMail({ from, to, ...message, headers: { traceparent } });
    },
    check: { critical: false, probe: atMostEvery(CHECK_EVERY_MS, () => transport.verify()) },
    close: () => transport.close(),
  };
}

/** Asks at once, then gives the newest answer, which it renews when it is older than `period` (ms). */
function atMostEvery(period: number, question: () => Promise<unknown>): () => Promise<void> {
  const ask = () => {
    const answer = question().then(() => undefined);
    answer.catch(() => undefined); // told to whoever asks for it, and nobody may
    return { answer, at: Date.now() };
  };
  let newest = ask();
  return () => {
    if (Date.now() - newest.at >= period) newest = ask();
    return newest.answer;
  };
}

/** The mail server said that it will never take this message (RFC 5321, 4.2.1: replies of the form 5yz). */
export function isRefusedForGood(cause: unknown): boolean {
  const responseCode = (cause as { responseCode?: unknown } | null)?.responseCode;
  return typeof responseCode === 'number' && responseCode >= 500;
}
