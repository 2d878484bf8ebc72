import { pino, type Logger, type LoggerOptions } from 'pino';
import { currentTrace } from './trace';

export type { Logger };

/**
 * Structured log lines on standard output, or in `file`: `{time, level, service, instance, trace_id?, msg, ...}`,
 * time in RFC 3339 and level as a word. Credentials are cut out by name wherever a log line carries an object.
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
  return file === undefined ? pino(options) : pino(options, pino.destination(file));
}
