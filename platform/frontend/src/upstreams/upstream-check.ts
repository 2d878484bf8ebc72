import type { HealthCheck } from '@reference/kit/health';
import type { Instance } from './instance';
import type { ServicePool } from './service-pool';
import { within } from './within';

/** Less than the second that a check may take: after that, what was heard last counts. */
const FRESH_WITHIN_MS = 800;

/**
 * Whether a service behind the edge can be used, told so that a cascade can be followed: a service that answers is
 * quoted with what it complains of. Needed to start; once it was there, its absence only degrades, because what
 * stands on the others goes on.
 */
export function upstreamCheck(pool: ServicePool): HealthCheck {
  let reachedOnce = false;
  return {
    get critical() {
      return !reachedOnce;
    },
    async probe() {
      const instances = await pool.everybody();
      if (instances.length === 0)
        throw new Error(`no ${pool.service} service is registered in service discovery`);
      await within(FRESH_WITHIN_MS, Promise.all(instances.map((instance) => instance.ask())));
      reachedOnce ||= instances.some(({ isHealthy }) => isHealthy);
      if (!instances.some(isReady)) throw new Error(instances.map(sentenceAbout).join('; '));
    },
  };
}

function isReady({ verdict }: Instance): boolean {
  return verdict?.kind === 'answered' && verdict.status === 'ready';
}

function sentenceAbout({ entry, verdict }: Instance): string {
  const which = entry.instance === '1' ? '' : `, instance ${entry.instance},`;
  const who = `the ${entry.service} service${which}`;
  if (verdict === undefined) return `${who} has not answered yet`;
  if (verdict.kind === 'silent') return `${who} does not answer (${verdict.why})`;
  return `${who} says it is ${verdict.status}${verdict.complaints ? ` (${verdict.complaints})` : ''}`;
}
