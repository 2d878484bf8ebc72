import { randomBytes } from 'node:crypto';
import type { PlatformUnderTest } from '../../../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../../../evidence/recorder';
import type { EnvironmentDriver, Finding, Setting } from '../../environment';
import { AddressBook } from '../addresses';
import { clockOf, originOf, publishedKeys, secretsOf } from './agreements';
import { look } from './asking';
import { serviceAt, unlikeVersions } from './services';
import { storesOf } from './stores';

/** Port 1 is nobody's: what other environments use may well be somebody's here. */
const NOBODY = 'http://127.0.0.1:1';
const PUBLISHED_CONTRACT = '/api/contract/events.json';

/** A platform looked at from outside, over the protocols that its people and services use. */
export class EnvironmentOverWire implements EnvironmentDriver {
  constructor(
    private readonly platform: PlatformUnderTest,
    private readonly evidence: EvidenceRecorder,
    /** Names what is asked at the front door, in every service: W3C trace id. */
    private readonly traceId = randomBytes(16).toString('hex'),
  ) {}

  async examine(mistaken: readonly Setting[] = []): Promise<readonly Finding[]> {
    const platform = await mistake(this.platform, mistaken);
    const { evidence } = this;
    const directory = await new AddressBook(platform).directory().catch(nobodyIsListed);
    const { addresses, lacking } = platform;
    const hasOwnHealth = 'auth' in addresses && addresses.auth_health !== undefined;
    const wanted = lacking.backend ? ['auth'] : ['auth', 'backend'];
    const missing = wanted.filter((name) => !directory.some(({ service }) => service === name));
    const [services, stores, agreements] = await Promise.all([
      Promise.all(
        directory.map(async (entry) => ({
          entry,
          ...(await serviceAt(entry, evidence, hasOwnHealth && entry.service === 'auth')),
        })),
      ),
      Promise.all(storesOf(platform, evidence)),
      this.agreements(platform, missing),
    ]);
    const clocks = [
      ...services.flatMap(({ entry, clock }) => (clock ? [{ what: entry.service, ...clock }] : [])),
      ...stores.flatMap(({ clock }) => clock ?? []),
    ];
    return [
      ...missing.map((service) => unlisted(service, platform)),
      ...services.flatMap(({ findings }) => findings),
      ...unlikeVersions(services),
      ...stores.flatMap(({ findings }) => findings),
      ...clocks.map(clockOf),
      ...agreements,
    ];
  }

  async askAtTheFrontDoor(times: number): Promise<void> {
    const headers = { traceparent: `00-${this.traceId}-${randomBytes(8).toString('hex')}-01` };
    const url = `${this.platform.origin}${PUBLISHED_CONTRACT}`;
    const asked = Array.from({ length: times }, () => look(this.evidence, 'frontend', url, { headers }));
    for (const { status } of await Promise.all(asked))
      if (status !== 200) throw new Error(`The front door answered ${status} to GET ${PUBLISHED_CONTRACT}.`);
  }

  private async agreements(platform: PlatformUnderTest, missing: readonly string[]): Promise<Finding[]> {
    const addresses = new AddressBook(platform);
    const { evidence } = this;
    const found: Promise<readonly Finding[]>[] = [];
    if (!missing.includes('auth')) {
      const auth = await addresses.auth();
      found.push(secretsOf(auth, platform, evidence));
      if (!platform.shared_secret) found.push(publishedKeys(auth, evidence).then((one) => [one]));
    }
    if (!missing.includes('backend') && !platform.lacking.backend)
      found.push(originOf(await addresses.chat(), platform.origin, evidence).then((one) => [one]));
    return (await Promise.all(found)).flat();
  }
}

/** A folder that nobody has made yet lists nobody. */
function nobodyIsListed(cause: unknown): [] {
  if ((cause as { code?: unknown }).code === 'ENOENT') return [];
  throw cause;
}

function unlisted(service: string, { addresses }: PlatformUnderTest): Finding {
  const place = 'discovery' in addresses ? ` (no ${service}.json in ${addresses.discovery})` : '';
  const sentence = `service discovery knows no ${service}${place}`;
  return { topic: 'services', what: service, found: '', fault: { kind: 'away', sentence } };
}

/** The same platform, as somebody would describe it who has a few settings of another one. */
async function mistake(
  platform: PlatformUnderTest,
  mistaken: readonly Setting[],
): Promise<PlatformUnderTest> {
  let described = platform;
  for (const setting of mistaken) described = { ...described, ...(await MISTAKES[setting](described)) };
  return described;
}

const MISTAKES: Readonly<
  Record<Setting, (platform: PlatformUnderTest) => Promise<Partial<PlatformUnderTest>>>
> = {
  "the backend's port": async (platform) => {
    const book = new AddressBook(platform);
    return { addresses: { auth: await book.auth(), backend: NOBODY, chat: await book.chat() } };
  },
  'the address of the pages': async () => ({ origin: 'https://staging.example.org' }),
  "the backend's secret at the auth service": async ({ service_credentials }) =>
    service_credentials
      ? { service_credentials: { ...service_credentials, backend_at_auth: 'the-secret-of-staging' } }
      : {},
  "the password of auth's database": async ({ stores }) => {
    const url = new URL(stores.auth_database ?? NOBODY);
    url.password = 'the-password-of-staging';
    return { stores: { ...stores, auth_database: url.href } };
  },
};
