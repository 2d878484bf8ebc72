/** Node's words for a peer that cannot be reached, or went away. */
const CONNECTION_LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
]);
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: class 08 and these say "not now", not "not so". */
const DATABASE_SAYS_LATER = new Set(['25006', '53300', '57014', '57P01', '57P02', '57P03', '57P05']);
/** `pg` gives these no code. */
const DATABASE_GONE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;
/** `ioredis` gives these no code either: not connected, no answer in time, or Redis reading its data after a start. */
const REDIS_GONE =
  /^(Reached the max retries per request limit|Command timed out|Connection is closed|Stream isn't writeable|LOADING )/;

/** Whether an error means that a store is away for now, so that the same request can succeed in a moment. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isUnavailable);
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return DATABASE_GONE.test(error.message) || REDIS_GONE.test(error.message);
  return CONNECTION_LOST.has(code) || DATABASE_SAYS_LATER.has(code) || /^08...$/.test(code);
}
