import { pino, type Logger, type LoggerOptions } from 'pino';
import { currentTrace } from './trace';

export type { Logger };

const STANDARD_OUTPUT = 1;

/**
 * Structured log lines on standard output, or in `file`: `{time, level, service, instance, trace_id?, msg, ...}`,
 * time in RFC 3339 and level as a word. Written at once, line after line: where lines are left to be written later,
 * pino's `fatal` overtakes them, and the last words of a process are told in the wrong order. Credentials are cut out by name wherever a log line carries an object.
 */
export function createLogger(service: string, instance: string, level = 'info', file?: string): Logger {
  const options: LoggerOptions = {
    level,
    base: { service, instance },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'password',
        'token',
        'access_token',
        'refresh_token',
        '*.password',
        '*.token',
        '*.authorization',
      ],
      censor: '[redacted]',
    },
    mixin() {
      const trace = currentTrace();
      return trace ? { trace_id: trace.traceId } : {};
    },
  };
  return pino(options, pino.destination({ dest: file ?? STANDARD_OUTPUT, sync: true }));
}
