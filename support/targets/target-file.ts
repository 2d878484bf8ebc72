import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { oneOf, Sentence } from '../sentence';
import { CAPABILITY_NAMES } from './capabilities';

const address = z
  .string()
  .refine((value) => URL.canParse(value), { error: 'expected an address such as http://127.0.0.1:8001' });

/** An account that somebody made beforehand, where the suite cannot read the mail that makes one. */
const account = z.strictObject({ email: z.string().min(3), password: z.string().min(1) });

const reason = z.string().regex(/\S+ \S+/, { error: 'expected the reason, in words' });

/** A private key as JSON Web Key, which stands in an environment variable as text. */
const signingKey = z.string().transform((text, context): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'expected a JSON Web Key, as JSON' });
    return z.NEVER;
  }
});

const running = z.strictObject({
  platform: z.literal('running'),
  /** The folder with the platform's discovery files, relative to the project. */
  discovery: z.string().min(1).optional(),
  addresses: z
    .strictObject({ auth: address, auth_health: address, backend: address, chat: address })
    .partial({ auth_health: true, backend: true, chat: true })
    .refine(({ backend, chat }) => Boolean(backend) === Boolean(chat), {
      error: 'expected both backend and chat, or neither where there is only an auth service',
    })
    .optional(),
  origin: address,
  stores: z
    .strictObject({
      auth_database: address,
      backend_database: address,
      redis: address,
      redis_prefix: z.string(),
      analytics: z.strictObject({
        ...{
          url: address,
          user: z.string().min(1),
          password: z.string().min(1),
          database: z.string().min(1),
        },
      }),
    })
    .partial()
    .default({}),
  /** Absent: tokens are checked with the keys that auth publishes. */
  tokens: z
    .strictObject({ shared_secret: z.string().min(1) })
    .partial()
    .default({}),
  signing_key: signingKey.optional(),
  /** People sign in with these, by the real flow, where `mailbox` is left out. */
  accounts: z.array(account).default([]),
  safety: z.strictObject({ production: z.boolean() }).default({ production: false }),
  /** Capabilities that this target does not have although its file could tell otherwise, each with the reason. */
  without: z.partialRecord(z.enum(CAPABILITY_NAMES), reason).default({}),
  mailbox: address.optional(),
  llm_script: address.optional(),
  sign_in_providers: address.optional(),
  payments: address.optional(),
  link_ttl: z.number().positive().optional(),
  sign_in_attempt_ttl: z.number().positive().optional(),
});

const targetFile = z.discriminatedUnion('platform', [
  z.strictObject({ platform: z.literal('started') }),
  running,
]);

/** `drivers`: the file `targets/<name>/drivers.ts`, where there is one. */
export type RunningTarget = z.infer<typeof running> & { drivers?: string };
export type TargetFile = Exclude<z.infer<typeof targetFile>, { platform: 'running' }> | RunningTarget;

/** `ACCEPTANCE_TARGETS` names another folder: a team's own targets need not lie in the suite's checkout. */
export const TARGETS_FOLDER = resolve(
  process.env['ACCEPTANCE_TARGETS'] ?? join(__dirname, '..', '..', 'targets'),
);

const NAME = /^[\w.-]+$/;

/** The names that `--target` takes. */
export function knownTargets(folder = TARGETS_FOLDER): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ name }) => name.slice(0, -'.yaml'.length))
    .filter((name) => NAME.test(name))
    .sort();
}

/**
 * Reads `targets/<name>.yaml`. `${NAME}` stands for an environment variable: secrets live nowhere else.
 * @throws Sentence when there is no such target, or the file is wrong, or a variable is not set.
 */
export function readTarget(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  folder = TARGETS_FOLDER,
): TargetFile {
  const file = join(folder, `${name}.yaml`);
  if (!knownTargets(folder).includes(name)) {
    const advice = NAME.test(name)
      ? `write targets/${name}.yaml`
      : 'write a file in targets/, whose name is plain';
    throw new Sentence(
      `There is no target "${name}"; use --target with ${oneOf(knownTargets(folder))}, or ${advice}.`,
    );
  }
  const shown = `targets/${name}.yaml`;
  const result = targetFile.safeParse(withEnvironment(parsed(readFileSync(file, 'utf8'), shown), env, shown));
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    );
    throw new Sentence(
      `${shown} is wrong: ${faults.join('; ')}. Compare it with targets/running-platform.yaml.`,
    );
  }
  const target: TargetFile = result.data;
  const drivers = join(folder, name, 'drivers.ts');
  if (target.platform === 'running' && existsSync(drivers)) target.drivers = drivers;
  if (target.platform === 'running' && Boolean(target.discovery) === Boolean(target.addresses)) {
    throw new Sentence(
      `${shown} is wrong: it must say either discovery or addresses, so that services can be found one way.`,
    );
  }
  return target;
}

function parsed(text: string, shown: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Sentence(`${shown} is not YAML: ${why} Mend the file at that line.`, { cause });
  }
}

function withEnvironment(value: unknown, env: NodeJS.ProcessEnv, shown: string): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const found = env[name];
      if (found === undefined)
        throw new Sentence(
          `${shown} needs the environment variable ${name}, which is not set; set it and start again.`,
        );
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item) => withEnvironment(item, env, shown));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withEnvironment(item, env, shown)]),
  );
}
