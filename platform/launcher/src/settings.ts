import { join, resolve } from 'node:path';
import { readSettings } from '@reference/kit/settings';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

const unset = (value: unknown) => (value === '' ? undefined : value);

const schema = z.object({
  /** A descriptor that closes when whoever started the launcher is gone. */
  LIFELINE_FD: z.preprocess(unset, z.coerce.number().int().min(3).optional()),
  /** Bundles, pages, the cluster template and fetched tools; default `<project>/.cache`. */
  PLATFORM_CACHE_DIR: z.string().min(1).optional(),
  /** Where the services of `npm run platform` register; default `<project>/.service_discovery`. */
  PLATFORM_DISCOVERY_DIR: z.string().min(1).optional(),
  PLATFORM_AUTH_PORT: port.default(8001),
  PLATFORM_BACKEND_PORT: port.default(8000),
  PLATFORM_FRONTEND_PORT: port.default(3000),
  PLATFORM_ANALYTICS_PORT: port.default(8123),
  /** Where the addresses in mails point, and the origin that may open the socket; default the frontend's own address. */
  PLATFORM_PUBLIC_URL: z.url().optional(),
  /** How long one process may take from its start to its health; more on a slow machine. */
  START_DEADLINE_MS: z.coerce.number().int().positive().default(20_000),
  REDIS_SERVER_BIN: z.string().min(1).optional(),
  /** A file that says how this platform differs from the tree (docs/platform.md, "Variants"). */
  PLATFORM_VARIANT: z.preprocess(unset, z.string().min(1).optional()),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

export interface Settings {
  projectRoot: string;
  lifelineFd: number | undefined;
  cacheDir: string;
  discoveryDir: string;
  /** Of a person's platform. */
  ports: Readonly<Record<string, number>>;
  /** Undefined where the frontend's own address is the public one. */
  publicUrl: string | undefined;
  startDeadlineMs: number;
  redisServerBin: string | undefined;
  /** File with a variant of the platform. */
  variant: string | undefined;
  logLevel: string;
}

export function launcherSettings(projectRoot: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const read = readSettings('launcher', schema, env);
  return {
    projectRoot,
    lifelineFd: read.LIFELINE_FD,
    cacheDir: resolve(read.PLATFORM_CACHE_DIR ?? join(projectRoot, '.cache')),
    discoveryDir: resolve(read.PLATFORM_DISCOVERY_DIR ?? join(projectRoot, '.service_discovery')),
    ports: {
      frontend: read.PLATFORM_FRONTEND_PORT,
      auth: read.PLATFORM_AUTH_PORT,
      backend: read.PLATFORM_BACKEND_PORT,
      analytics: read.PLATFORM_ANALYTICS_PORT,
    },
    publicUrl: read.PLATFORM_PUBLIC_URL?.replace(/\/$/, ''),
    startDeadlineMs: read.START_DEADLINE_MS,
    redisServerBin: read.REDIS_SERVER_BIN,
    variant: read.PLATFORM_VARIANT,
    logLevel: read.LOG_LEVEL,
  };
}
