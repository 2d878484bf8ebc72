import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { discover } from '@reference/kit/discovery';
import { EnvironmentFault, fileFault } from './faults';
import type { Instance } from './instances/instance';
import { isFree } from './ports';
import { identityOf } from './processes/identity';
import type { Settings } from './settings';
import type { Steps } from './steps';

const NAMES = ['auth', 'analytics', 'backend', 'frontend', 'llm', 'mail', 'identity', 'payment'];

/** Checks that the fixed ports are free and clears what a killed platform left in the discovery folder. */
export async function preparePersonsPlace({ ports, discoveryDir }: Settings): Promise<void> {
  for (const [service, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new EnvironmentFault(
      `Port ${port}, where ${service} is to listen, is taken by another process (perhaps another platform). ` +
        `End that one, or set PLATFORM_${service.toUpperCase()}_PORT to a free port.`,
    );
  }
  for (const name of NAMES) {
    for (const { pid } of await discover(discoveryDir, name)) {
      if (identityOf(pid) === undefined) continue;
      throw new EnvironmentFault(
        `Another platform is running: ${name} (process ${pid}) is registered in ${discoveryDir}. ` +
          'End that one, or set PLATFORM_DISCOVERY_DIR to a folder of its own.',
      );
    }
  }
  try {
    await mkdir(discoveryDir, { recursive: true });
    await clear(discoveryDir);
  } catch (cause) {
    throw new EnvironmentFault(
      `The discovery folder ${discoveryDir} cannot be written: ${fileFault(cause) ?? String(cause)}. ` +
        'Make it writable, or set PLATFORM_DISCOVERY_DIR to a folder that is.',
      { cause },
    );
  }
}

/** Each step as it becomes ready, on standard error. */
export function showProgress(steps: Steps): void {
  steps.follow(({ name, status, duration_ms }) => {
    if (status === 'ready' && name !== 'platform')
      process.stderr.write(`  ready  ${name} (${duration_ms ?? 0} ms)\n`);
  });
}

/** Says where everything is, and leaves `platform.env`, by which a suite elsewhere on this machine finds it. */
export async function describePlatform(settings: Settings, instance: Instance): Promise<void> {
  const { services, stores, signing_key, mail_url, llm_url, identity_url, payment_url, public_url } =
    instance.view();
  const { analytics } = stores;
  const file = join(settings.discoveryDir, 'platform.env');
  const lines = {
    AUTH_DATABASE_URL: stores.auth_database,
    BACKEND_DATABASE_URL: stores.backend_database,
    REDIS_URL: stores.redis,
    REDIS_PREFIX: stores.redis_prefix,
    ANALYTICS_URL: analytics.url,
    ANALYTICS_USER: analytics.user,
    ANALYTICS_PASSWORD: analytics.password,
    ANALYTICS_DATABASE: analytics.database,
    PUBLIC_URL: public_url,
    // Quoted for the shell, which would take the JSON's own quotes away.
    SIGNING_KEY: `'${JSON.stringify(signing_key)}'`,
    MAILBOX_URL: mail_url,
    LLM_SCRIPT_URL: llm_url,
    IDENTITY_URL: identity_url,
    PAYMENT_URL: payment_url,
  };
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file, text.join(''), { mode: 0o600 });
  const addresses = [
    ...services.map(({ name, url, ws_url }) => [name, ws_url ? `${url}  ${ws_url}` : url]),
    ['mails', mail_url],
  ];
  process.stderr.write(
    [
      ...framed(public_url),
      `The platform is up (${(performance.now() / 1000).toFixed(1)} s).`,
      ...addresses.map(([name, url]) => `  ${(name ?? '').padEnd(9)} ${url}`),
      '',
      `Addresses of its stores and stand-ins are in ${relative(process.cwd(), file) || file}.`,
      'Aim the suite at it from another terminal:',
      `  set -a; . ${relative(process.cwd(), file) || file}; set +a`,
      '  npm run acceptance -- --target running-platform',
      '',
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  );
}

/** The one address that everybody wants, so that nobody has to look for it. */
function framed(address: string): string[] {
  const line = '─'.repeat(address.length + 6);
  return ['', `  ┌${line}┐`, `  │   ${address}   │`, `  └${line}┘`, ''];
}

/** Takes the addresses away that will answer no more. */
export async function forgetPlatform({ discoveryDir }: Settings): Promise<void> {
  await rm(join(discoveryDir, 'platform.env'), { force: true });
}

async function clear(discoveryDir: string): Promise<void> {
  const names = [...NAMES.map((name) => `${name}.json`), 'platform.env'];
  await Promise.all(names.map((name) => rm(join(discoveryDir, name), { force: true })));
}
