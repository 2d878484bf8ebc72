import type { Logger } from '@reference/kit/logger';
import { inTrace, traceFrom } from '@reference/kit/trace';
import type { Kysely } from 'kysely';
import { userById } from '../accounts/users-table';
import { makeLink } from '../links/one-time-link';
import type { Settings } from '../settings';
import type { Schema } from '../stores/schema';
import { Worker } from '../stores/worker';
import { deleteJob, postponeJob, takeDueJobs, type MailJob } from './mail-jobs-table';
import { isRefusedForGood, type Mailer } from './mailer';
import { linkMessage } from './messages';

const SIDE_BY_SIDE = 5;
const TAKEN_FOR_MS = 60_000;
const GIVE_UP_AFTER_MS = 24 * 3600 * 1000;
const LONGEST_PAUSE_MS = 60_000;

interface Dependencies {
  db: Kysely<Schema>;
  mailer: Mailer;
  settings: Settings;
  logger: Logger;
}

/** Sends the mail that is owed: at once when woken, again and again while the mail server is away. */
export function startDispatcher(dependencies: Dependencies): Worker {
  const { db, logger } = dependencies;
  const dispatcher = new Worker('mail dispatcher', logger, async () => {
    const take = () => takeDueJobs(db, SIDE_BY_SIDE, new Date(Date.now() + TAKEN_FOR_MS));
    for (let jobs = await take(); jobs.length > 0; jobs = await take()) {
      await Promise.all(
        jobs.map((job) => inTrace(traceFrom(job.traceparent), () => dispatch(dependencies, job))),
      );
    }
  });
  dispatcher.start();
  return dispatcher;
}

async function dispatch({ db, mailer, settings, logger }: Dependencies, job: MailJob): Promise<void> {
  const user = await userById(db, job.user_id);
  if (!user) return; // deleted in the meantime, and the job with them
  if (job.purpose === 'verify_email' && user.email_verified) return deleteJob(db, job.id);

  const link = await makeLink(db, user.id, job.purpose, settings);
  const message = linkMessage(job.purpose, user.name, link, settings.LINK_TTL);
  const about = { user_id: user.id, purpose: job.purpose, attempts: job.attempts };
  try {
    await mailer.send({ name: user.name, address: user.email }, message, job.traceparent);
  } catch (cause) {
    const giveUp = isRefusedForGood(cause) || Date.now() - job.created_at.getTime() > GIVE_UP_AFTER_MS;
    logger.warn(
      { ...about, err: cause },
      giveUp ? 'a mail could not be sent' : 'a mail waits for the mail server',
    );
    return giveUp
      ? deleteJob(db, job.id)
      : postponeJob(db, job.id, new Date(Date.now() + pause(job.attempts)));
  }
  await deleteJob(db, job.id);
  logger.info(about, `sent a mail to ${job.purpose}`);
}

/** Half a second after the first try, doubling up to a minute. */
function pause(attempts: number): number {
  return Math.min(500 * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
}
