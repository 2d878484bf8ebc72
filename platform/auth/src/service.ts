import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import { deregister, register, type Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import { createPool, migrate, postgresCheck } from '@reference/kit/postgres';
import { createRedis, redisCheck } from '@reference/kit/redis';
import type { Running } from '@reference/kit/service';
import type { FastifyInstance } from 'fastify';
import { Kysely, PostgresDialect } from 'kysely';
import { version } from '../package.json';
import { PasswordCheck } from './accounts/password-hash';
import { accountRoutes } from './accounts/routes';
import type { Auth } from './auth';
import { startHousekeeping } from './housekeeping';
import { InTurn } from './limits/in-turn';
import { Limits } from './limits/limits';
import { limitRequests } from './limits/request-limit';
import { startDispatcher } from './mail/dispatcher';
import { smtpMailer } from './mail/mailer';
import { startRelay } from './outbox/relay';
import { passwordResetRoutes } from './password-reset/routes';
import { providerRoutes } from './providers/routes';
import { sessionRoutes } from './sessions/routes';
import { SessionCache } from './sessions/session-cache';
import type { Settings } from './settings';
import { changeMaker } from './stores/change';
import { redisKeys } from './stores/keys';
import { OptionalRedis } from './stores/optional-redis';
import type { Schema } from './stores/schema';
import { AccessTokens } from './tokens/access-token';
import { tokenRoutes } from './tokens/routes';
import { importSigningKeys, type SigningKeys } from './tokens/signing-keys';
import { verificationRoutes } from './verification/routes';

const HOST = '127.0.0.1';

/** Starts auth: schema, background work, server, and last of all its entry in discovery. */
export async function startAuth(settings: Settings, logger: Logger): Promise<Running> {
  const connection = createRedis(settings.REDIS_URL, logger);
  const [signingKeys] = await Promise.all([
    importSigningKeys(settings.SIGNING_KEYS),
    migrate(settings.DATABASE_URL, migrationsDirectory(), logger),
  ]);
  const pool = createPool(settings.DATABASE_URL, logger);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const keys = redisKeys(settings.REDIS_PREFIX);
  const redis = new OptionalRedis(connection, logger);
  const sessions = new SessionCache(db, redis, keys);
  const mailer = smtpMailer(settings.SMTP_URL, settings.MAIL_FROM);

  const relay = startRelay({ db, redis, keys, logger });
  const dispatcher = startDispatcher({ db, mailer, settings, logger });
  const stopHousekeeping = startHousekeeping(db, logger);
  const wake = () => [relay, dispatcher].forEach((worker) => worker.wake());

  const auth: Auth = {
    settings,
    logger,
    db,
    keys,
    sessions,
    change: changeMaker(db, { forget: (forgotten) => sessions.forget(forgotten), wake }),
    limits: new Limits(redis, connection, keys, settings),
    tokens: new AccessTokens(signingKeys, settings),
    passwords: new PasswordCheck(),
    passwordTries: new InTurn(),
  };
  const server = createHttpServer({
    service: 'auth',
    version,
    logger,
    describedAt: '/auth/contract/openapi.json',
    checks: {
      postgres: postgresCheck(pool),
      redis: redisCheck(connection, { critical: false }),
      mail: mailer.check,
    },
  });
  await addRoutes(server, auth, signingKeys);
  await server.listen({ host: HOST, port: settings.PORT });
  const entry = registrationOf(server, settings.INSTANCE);
  await register(settings.SERVICE_DISCOVERY_DIR, entry);
  logger.info({ port: entry.port, uptime_ms: Math.round(process.uptime() * 1000) }, 'auth is up');

  return {
    stop: async () => {
      await deregister(settings.SERVICE_DISCOVERY_DIR, entry);
      await server.close();
      stopHousekeeping();
      await Promise.all([relay.stop(), dispatcher.stop()]);
      mailer.close();
      await db.destroy();
      connection.disconnect();
    },
  };
}

async function addRoutes(server: FastifyInstance, auth: Auth, signingKeys: SigningKeys): Promise<void> {
  await server.register(fastifyCookie);
  tokenRoutes(server, auth, signingKeys);
  await server.register(async (scope) => {
    limitRequests(scope, auth);
    accountRoutes(scope, auth);
    verificationRoutes(scope, auth);
    sessionRoutes(scope, auth);
    passwordResetRoutes(scope, auth);
    providerRoutes(scope, auth);
  });
}

/** Beside the bundle where there is one, in the source tree otherwise. */
function migrationsDirectory(): string {
  const bundled = join(__dirname, 'auth.migrations');
  return existsSync(bundled) ? bundled : join(__dirname, '..', 'migrations');
}

function registrationOf(server: FastifyInstance, instance: string): Registration {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const url = `http://${HOST}:${address.port}`;
  return {
    service: 'auth',
    instance,
    port: address.port,
    url,
    api_url: `${url}/auth`,
    health_url: `${url}/health/ready`,
    pid: process.pid,
    started_at: new Date().toISOString(),
  };
}
