import type { Logger } from '@reference/kit/logger';
import type { Agent } from 'node:http';
import { problem, unavailable } from '../errors';
import type { Instance } from '../upstreams/instance';
import type { ServicePool } from '../upstreams/service-pool';
import { send, SendFailure, type Answer, type Outgoing } from './send';

/** However many instances refuse a connection. */
const MOST_ATTEMPTS = 5;
/** They change nothing, so that doing them twice is doing them once (RFC 9110, section 9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Gets a request answered by a healthy instance. It goes to another one where the first cannot be connected to, and,
 * once and only if its method is safe, where the connection broke: what may have been processed is never repeated.
 * @throws Problem `dependency_unavailable` where there is nobody, `upstream_failed` where the answer was lost
 */
export async function exchange(
  pool: ServicePool,
  agent: Agent,
  logger: Logger,
  outgoing: Outgoing,
): Promise<Answer> {
  let mayRepeat = SAFE_METHODS.has(outgoing.method);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const instance = await pool.next();
    if (!instance) break;
    try {
      return await send(agent, instance.entry.url, outgoing);
    } catch (cause) {
      if (!(cause instanceof SendFailure)) throw cause;
      tell(logger, instance, outgoing, cause);
      if (cause.kind === 'late') void instance.ask();
      if (cause.kind === 'unsent' || cause.kind === 'lost') pool.lose(instance, cause);
      if (cause.kind === 'unsent') continue;
      if (cause.kind !== 'lost' || !mayRepeat) throw problem('upstream_failed');
      mayRepeat = false;
    }
  }
  throw unavailable(pool.service);
}

function tell(logger: Logger, { entry }: Instance, { method, path }: Outgoing, cause: SendFailure): void {
  const { service, instance } = entry;
  // Queries may bear tokens.
  const address = path.split('?', 1)[0];
  const told = { upstream: service, upstream_instance: instance, method, address, detail: cause.message };
  if (cause.kind === 'client_left') logger.info(told, 'the client left before it had sent everything');
  else logger.warn(told, `${service} did not answer`);
}
