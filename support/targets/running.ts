import { resolve } from 'node:path';
import axios from 'axios';
import type { Finding } from '../../world/drivers/environment';
import { EnvironmentOverWire } from '../../world/drivers/wire/environment/environment-over-wire';
import { EvidenceRecorder } from '../../world/evidence/recorder';
import { Sentence } from '../sentence';
import type { Capability } from './capabilities';
import type { PlatformUnderTest } from './platform-under-test';
import type { RunningTarget } from './target-file';

const PROJECT = resolve(__dirname, '..', '..');
const CHECK_DEADLINE_MS = 5_000;

/** A platform that somebody else started: what the target file says of it, and what it therefore lacks. */
export function runningPlatform(name: string, target: RunningTarget): PlatformUnderTest {
  const { stores, mailbox, llm_script, sign_in_providers, payments, link_ttl, sign_in_attempt_ttl, origin } =
    target;
  const { tokens, signing_key, accounts, safety, without, addresses, drivers } = target;
  const file = `targets/${name}.yaml`;
  const lacking: Partial<Record<Capability, string>> = {
    ...(addresses && !addresses.backend ? { backend: `${file} names no backend` } : {}),
    ...(signing_key ? {} : { 'signing-key': `${file} hands over no signing key` }),
    'service-credentials': `${file} hands over no credentials of the services`,
    builds: 'what the services of a platform started elsewhere are built of cannot be read',
    logs: 'the logs of a platform started elsewhere cannot be read',
    instances: 'platforms with other settings cannot be started elsewhere',
    restarts: 'the services of a platform started elsewhere are not restarted',
    ...(stores.auth_database && stores.backend_database ? {} : { databases: `${file} names no databases` }),
    ...(stores.redis ? {} : { cache: `${file} names no Redis` }),
    ...(stores.analytics ? {} : { 'usage-figures': `${file} names no analytics store` }),
    ...(mailbox ? {} : { mailbox: `${file} names no mailbox` }),
    ...(llm_script ? {} : { 'llm-script': `${file} names no way to script the language model` }),
    ...(sign_in_providers
      ? {}
      : { 'sign-in-providers': `${file} names no place where people are given accounts at providers` }),
    ...(payments ? {} : { payments: `${file} names no place where people pay` }),
    ...without,
    ...(safety.production ? forbiddenInProduction(file) : {}),
  };
  return {
    target: name,
    addresses: addresses ?? { discovery: resolve(PROJECT, target.discovery ?? '') },
    origin,
    stores,
    ...(mailbox ? { mailbox } : {}),
    ...(tokens.shared_secret === undefined ? {} : { shared_secret: tokens.shared_secret }),
    ...(signing_key ? { signing_key } : {}),
    ...(drivers === undefined ? {} : { drivers }),
    ...(accounts.length > 0 ? { accounts } : {}),
    ...(llm_script ? { llm_script } : {}),
    ...(sign_in_providers ? { sign_in_providers } : {}),
    ...(payments ? { payments } : {}),
    ...(link_ttl ? { link_ttl } : {}),
    ...(sign_in_attempt_ttl ? { sign_in_attempt_ttl } : {}),
    lacking,
  };
}

/** What a production target does not let anybody do, whatever its file hands over: it is not the suite's to break. */
function forbiddenInProduction(file: string): Partial<Record<Capability, string>> {
  const says = `${file} says that this is production`;
  return {
    'llm-script': `${says}: its language model is not told what to answer`,
    'sign-in-providers': `${says}: nobody is given accounts at its identity providers`,
    'signing-key': `${says}: no tokens are forged for it`,
    'service-credentials': `${says}: nobody acts as one of its services`,
    instances: `${says}: no instance of it is started with other settings`,
    restarts: `${says}: nothing of it is stopped or restarted`,
  };
}

interface ServiceFacts {
  name: string;
  source: string;
  version: string;
  /** Unknown: the platform was up before the suite came. */
  ready_ms: null;
}

/** Everything that a target names, looked at once. */
export function examined(platform: PlatformUnderTest): Promise<readonly Finding[]> {
  return new EnvironmentOverWire(platform, new EvidenceRecorder()).examine();
}

/**
 * Looks at everything the target names before the first scenario.
 * @throws Sentence naming what does not answer, or what is set otherwise than it must be.
 */
export async function checkRunning(platform: PlatformUnderTest): Promise<ServiceFacts[]> {
  const findings = await examined(platform);
  const away = findings.flatMap(({ fault }) => (fault?.kind === 'away' ? fault.sentence : []));
  const { target } = platform;
  const mend = `Start it, or correct targets/${target}.yaml.`;
  if (away.length > 0)
    throw new Sentence(`The target "${target}" is not available: ${away.join('; ')}. ${mend}`);
  const differing = findings.flatMap(({ fault }) => (fault?.kind === 'differs' ? fault.sentence : []));
  if (differing.length > 0)
    throw new Sentence(`The target "${target}" is not set up as it must be: ${differing.join('; ')}.`);
  return findings.flatMap(({ topic, what, found }) => {
    const [, version] = /^version (\S+), /.exec(found) ?? [];
    const [name = what] = what.split(' ');
    return topic === 'services' && version ? [{ name, source: what, version, ready_ms: null }] : [];
  });
}

/** Why there is nothing for a browser at the target's origin; undefined where a page answers. */
export async function whyNoPages({ origin, target }: PlatformUnderTest): Promise<string | undefined> {
  const address = `the origin ${origin} of targets/${target}.yaml`;
  try {
    const { headers, status } = await axios.get<unknown>(origin, {
      timeout: CHECK_DEADLINE_MS,
      proxy: false,
      validateStatus: () => true,
      headers: { accept: 'text/html' },
    });
    const isPage = status === 200 && String(headers['content-type']).startsWith('text/html');
    return isPage ? undefined : `${address} serves no pages`;
  } catch {
    return `nothing answers at ${address}`; // The services do, or the run would not have come here.
  }
}
