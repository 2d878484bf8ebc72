import type { EvidenceRecorder } from '../../../evidence/recorder';
import type { Finding } from '../../environment';
import type { Registration } from '../../operations';
import { look, reasonIn } from './asking';

/** By the wire contract, what each service says in its health that it stands on. */
const STANDS_ON: Readonly<Record<string, readonly string[]>> = {
  auth: ['postgres', 'redis'],
  backend: ['postgres', 'redis', 'auth', 'llm', 'analytics'],
  frontend: ['auth', 'backend'],
};

interface Health {
  readonly service?: string;
  readonly version?: string;
  readonly status?: string;
  readonly checks?: Readonly<Record<string, { status?: string; detail?: string }>>;
}

export interface SeenService {
  readonly findings: readonly Finding[];
  /** What the service's clock says, and when that was heard; absent where nothing did. */
  readonly clock?: { readonly says: number; readonly at: number };
  readonly version?: string;
}

/** Who answers at an address, how they are, and what they say of what they stand on. */
export async function serviceAt(
  { service, instance, healthUrl }: Registration,
  evidence: EvidenceRecorder,
  /** Its health is not as the wire contract has it, and the target says where it is. */
  isOfItsOwn = false,
): Promise<SeenService> {
  const what = `${service} ${instance}`;
  const address = new URL(healthUrl).origin;
  const away = (why: string): SeenService => ({
    findings: [
      {
        ...{ topic: 'services', what, found: '' },
        fault: {
          kind: 'away',
          sentence: `${service} at ${address}: ${why}`,
        },
      },
    ],
  });
  const seen = await look(evidence, service, healthUrl).catch((cause: unknown) => reasonIn(cause));
  if (typeof seen === 'string') return away(seen);
  const health = (typeof seen.body === 'object' ? (seen.body ?? {}) : {}) as Health;
  if (isOfItsOwn) return answersByItself(what, seen.status, away);
  if (health.service !== service) return away(`"${health.service ?? seen.status}" answers there`);
  if (health.status === 'unavailable')
    return away(`it says of itself that it is unavailable${complaints(health)}`);
  const said = Date.parse(String(seen.headers['date']));
  return {
    findings: [
      { topic: 'services', what, found: `version ${health.version ?? '?'}, ${health.status ?? '?'}` },
      ...dependenciesOf(service, what, health),
    ],
    ...(health.version === undefined ? {} : { version: health.version }),
    ...(Number.isNaN(said) ? {} : { clock: { says: said, at: seen.at } }),
  };
}

/** A service that speaks of its health in a way of its own: well is who answers 200. */
function answersByItself(what: string, status: number, away: (why: string) => SeenService): SeenService {
  if (status !== 200) return away(`its health answers ${status}`);
  return { findings: [{ topic: 'services', what, found: 'version unknown, it answers' }] };
}

function dependenciesOf(service: string, what: string, { checks }: Health): Finding[] {
  const needed = STANDS_ON[service] ?? [];
  return needed.map((name): Finding => {
    const check = checks?.[name];
    const place = { topic: 'dependencies', what: `${what}: ${name}` } as const;
    if (check?.status === 'ready') return { ...place, found: 'ready' };
    const sentence = check
      ? `${service} says that ${name} is ${check.status ?? 'not well'} (${check.detail ?? 'it does not say why'}); bring it back before a journey meets it`
      : `${service} does not say in its health whether ${name} is there: nobody would notice its end; have it checked`;
    return { ...place, found: '', fault: { kind: 'unsaid', sentence } };
  });
}

function complaints({ checks = {} }: Health): string {
  const failing = Object.entries(checks).filter(([, { status }]) => status !== 'ready');
  return failing.map(([name, { status, detail }]) => `, ${name}: ${detail ?? status ?? 'not well'}`).join('');
}

/** Two of one service that are not of one version: what a person gets depends on whom they meet. */
export function unlikeVersions(
  seen: readonly { readonly entry: Registration; readonly version?: string }[],
): Finding[] {
  return [...new Set(seen.map(({ entry }) => entry.service))].flatMap((service): Finding[] => {
    const all = seen.filter(({ entry, version }) => entry.service === service && version !== undefined);
    const versions = [...new Set(all.map(({ version }) => version))];
    if (versions.length < 2) return [];
    const sentence = `${service} runs in versions ${versions.join(' and ')} side by side; finish that release`;
    return [
      { topic: 'services', what: service, found: versions.join(', '), fault: { kind: 'differs', sentence } },
    ];
  });
}
