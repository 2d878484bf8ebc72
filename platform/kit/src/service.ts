import { Socket } from 'node:net';
import type { Logger } from './logger';
import { SettingsError } from './settings';

/** A running service: everything that must be let go when it stops. */
export interface Running {
  /** Graceful: stop taking work, finish what is under way, close connections, leave discovery. */
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 5_000;

/**
 * The frame of every service's process: starts it, stops it on SIGTERM or SIGINT, ends at once when whoever
 * started it is gone (LIFELINE_FD), and exits with 2 and one sentence when the settings are wrong.
 */
export function runService(logger: Logger, start: () => Promise<Running>): void {
  holdLifeline(logger);
  process.on('unhandledRejection', (cause) =>
    crash(logger, cause, 'a promise was rejected and nobody looked'),
  );
  process.on('uncaughtException', (cause) => crash(logger, cause, 'an error reached the top'));

  const started = start();
  started.catch((cause: unknown) => {
    logger.fatal({ err: cause }, cause instanceof Error ? cause.message : String(cause));
    process.exit(cause instanceof SettingsError ? 2 : 1);
  });
  // Listened for from the first moment: who is told to stop while starting finishes starting, then stops gracefully.
  const stop = () => stopGracefully(logger, started);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function crash(logger: Logger, cause: unknown, what: string): void {
  logger.fatal({ err: cause }, what);
  process.exit(1);
}

function stopGracefully(logger: Logger, started: Promise<Running>): void {
  logger.info('stopping');
  const deadline = setTimeout(() => {
    logger.error(`not stopped within ${STOP_DEADLINE_MS} ms, leaving`);
    process.exit(1);
  }, STOP_DEADLINE_MS);
  const stopped = started.then((running) => running.stop());
  stopped.then(
    () => {
      clearTimeout(deadline);
      process.exit(0);
    },
    (cause: unknown) => crash(logger, cause, 'stopping failed'),
  );
}

/**
 * The process that started this one holds the other end of a pipe and never writes to it. Its end, however it
 * comes about (even by kill -9), closes the pipe, and this process leaves: no orphan survives its launcher.
 */
function holdLifeline(logger: Logger): void {
  const fd = process.env.LIFELINE_FD;
  if (!fd) return;
  const lifeline = new Socket({ fd: Number(fd), readable: true, writable: false });
  const leave = () => {
    logger.warn('the process that started this one is gone, leaving');
    process.exit(0);
  };
  lifeline.once('close', leave).on('error', leave).resume();
}
