import { deregister, register, type Registration } from '@reference/kit/discovery';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import { createPool, migrate, postgresCheck } from '@reference/kit/postgres';
import { createRedis, redisCheck } from '@reference/kit/redis';
import type { Running } from '@reference/kit/service';
import { inTrace, traceFrom } from '@reference/kit/trace';
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { version } from '../package.json';
import { accountRoutes } from './account/account-routes';
import { Departure } from './account/departure';
import { Completions } from './agents/completions';
import { Llm } from './agents/llm';
import { RunQueue } from './agents/run-queue';
import { Supervisor } from './agents/supervisor';
import { Circuits } from './circuits/circuits';
import { Admission } from './chat-socket/admission';
import { ConnectionLimit } from './chat-socket/connection-limit';
import { frameHandlers } from './chat-socket/frame-handlers';
import { Gateway } from './chat-socket/gateway';
import { OpenConnections } from './chat-socket/open-connections';
import { contractRoutes } from './contract/contract-routes';
import { UsageAnalytics } from './analytics/usage-analytics';
import { archiveRoutes } from './archive/archive-routes';
import { ExportMaker } from './archive/export-maker';
import { deleteExpired } from './archive/export-store';
import { AuthService } from './identity/auth-service';
import { BearerAuthentication } from './identity/bearer';
import { Limits } from './identity/limits';
import { Revocations } from './identity/revocations';
import { TokenVerifier } from './identity/token-verifier';
import { PaymentProvider } from './plans/payment-provider';
import { planRoutes } from './plans/plan-routes';
import { Plans } from './plans/plans';
import { profileRoutes } from './profiles/profile-routes';
import type { BackendSettings } from './settings';
import { openDatabase } from './storage/database';
import { keysUnder } from './storage/keys';
import { Conversation } from './threads/conversation';
import { threadRoutes } from './threads/thread-routes';
import { ThreadService } from './threads/thread-service';
import { Quota } from './usage/quota';
import { NO_USAGE_LOG, usageLog, usageOutbox } from './usage/usage-outbox';
import { UsageRelay } from './usage/usage-relay';
import { usageRoutes } from './usage/usage-routes';
import { UserEventConsumer } from './user-events/consumer';
import { prune } from './user-events/event-store';
import { Projection } from './user-events/projection';
import { ControlChannel, type Signal } from './user-stream/control-channel';
import { Feeds } from './user-stream/feed';
import { Subscriber } from './user-stream/subscriber';
import { UserStream } from './user-stream/user-stream';

/** Puts the backend together, starts it, and registers it once it listens. */
export async function startBackend(settings: BackendSettings, logger: Logger): Promise<Running> {
  const stores = openStores(settings, logger);
  await migrate(settings.DATABASE_URL, migrationsDirectory(), logger);
  const parts = assemble(settings, stores, logger);
  const describedAt = '/api/contract/openapi.json';
  const server = createHttpServer({ service: 'backend', version, logger, checks: parts.checks, describedAt });
  await serve(server, parts, settings);

  await listenToSignals(parts, logger);
  await parts.runs.start();
  parts.consumer.start();
  parts.relay?.start();
  parts.exports.start();
  await server.listen({ host: '127.0.0.1', port: settings.PORT });
  const registration = await announce(server, settings);
  logger.info({ url: registration.url }, 'ready');
  catchUpAfterStart(parts, logger);

  return {
    /** Nobody new, then whoever is here, then what is under way, then what it all stood on. */
    async stop() {
      await deregister(settings.SERVICE_DISCOVERY_DIR, registration);
      await parts.consumer.stop();
      await parts.gateway.stop();
      await parts.runs.stop();
      await parts.exports.stop();
      await server.close();
      await parts.relay?.stop();
      await parts.analytics?.close();
      parts.limit.stop();
      parts.circuits.stop();
      stores.redis.disconnect();
      stores.subscriberRedis.disconnect();
      await stores.pool.end();
    },
  };
}

type Stores = ReturnType<typeof openStores>;
type Parts = ReturnType<typeof assemble>;

function openStores({ DATABASE_URL, REDIS_URL }: BackendSettings, logger: Logger) {
  return {
    pool: createPool(DATABASE_URL, logger),
    redis: createRedis(REDIS_URL, logger),
    subscriberRedis: createRedis(REDIS_URL, logger),
    consumerRedis: createRedis(REDIS_URL, logger, { blocking: true }),
  };
}

/** Beside the bundle, or beside the sources. */
function migrationsDirectory(): string {
  const bundled = join(__dirname, 'backend.migrations');
  return existsSync(bundled) ? bundled : join(__dirname, '..', 'migrations');
}

function assemble(
  settings: BackendSettings,
  { pool, redis, subscriberRedis, consumerRedis }: Stores,
  logger: Logger,
) {
  const db = openDatabase(pool);
  const keys = keysUnder(settings.REDIS_PREFIX);
  const subscriber = new Subscriber(subscriberRedis, logger);
  const { STREAM_EVENTS: events, STREAM_SECONDS: seconds } = settings;
  const stream = new UserStream(redis, keys, { events, seconds });
  const control = new ControlChannel(redis, subscriber, keys, logger);
  const feeds = new Feeds(stream, subscriber, keys, logger);

  const analytics = analyticsFor(settings);
  const relay = analytics && new UsageRelay({ outbox: usageOutbox(db), analytics, logger });
  const usage = relay ? usageLog(() => relay.wake()) : NO_USAGE_LOG;

  const auth = new AuthService({
    discoveryDir: settings.SERVICE_DISCOVERY_DIR,
    credential: settings.AUTH_CREDENTIAL,
    circuitResetMs: settings.CIRCUIT_RESET * 1_000,
  });
  const verifier = new TokenVerifier({
    logger,
    issuer: settings.ISSUER,
    audience: settings.AUDIENCE,
    leeway: settings.CLOCK_LEEWAY,
    authAddress: () => auth.address(),
  });
  const revocations = new Revocations(redis, keys);
  const limits = new Limits(redis, keys, settings);
  const authentication = new BearerAuthentication(verifier, revocations, limits);

  const {
    LLM_URL: url,
    LLM_API_KEY: apiKey,
    LLM_MODEL: model,
    LLM_TIMEOUT: timeoutSeconds,
    FREE_PLAN_MESSAGES: freePlanMessages,
    PUBLIC_URL: publicUrl,
  } = settings;
  const llm = new Llm(
    new Completions({ url, apiKey, model, timeoutMs: timeoutSeconds * 1_000 }),
    url,
    settings.CIRCUIT_RESET * 1_000,
    logger,
  );
  const quota = new Quota({ stream, freePlanMessages, upgradeUrl: `${publicUrl}/settings` });
  const provider = new PaymentProvider({ url: settings.PAYMENT_URL, apiKey: settings.PAYMENT_API_KEY });
  const plans = new Plans({ db, auth, provider, publicUrl });
  const owner = `${settings.INSTANCE}:${randomUUID()}`;
  const supervisor = new Supervisor({ db, stream, usage, quota, llm, owner, freePlanMessages, logger });
  const runs = new RunQueue(db, owner, (run, signal) => supervisor.work(run, signal), logger);

  const threads = new ThreadService({ db, stream, control, usage });
  const exports = new ExportMaker(db, logger);
  const conversation = new Conversation({ db, stream, control, threads, runs, usage, quota });
  const departure = new Departure({ db, stream, control, usage });
  const projection = new Projection({ db, stream, control, revocations, departure, quota, logger });
  const consumer = new UserEventConsumer({
    redis: consumerRedis,
    stream: keys.userEvents,
    name: settings.INSTANCE,
    take: (event) => projection.take(event),
    logger,
  });

  const circuits = new Circuits(
    [llm, auth, ...(analytics ? [analytics] : [])].flatMap((one) => one.circuits),
  );
  const open = new OpenConnections(settings.CLOCK_LEEWAY);
  const limit = new ConnectionLimit(redis, keys, settings.MAX_CONNECTIONS_PER_USER, logger);
  const admission = new Admission({
    verifier,
    auth,
    revocations,
    limit,
    limits,
    feeds,
    open,
    circuits,
    logger,
  });
  const handlers = frameHandlers({ db, conversation, threads, stream, admission, open });
  const gateway = new Gateway({
    admission,
    handlers,
    limits,
    open,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    logger,
  });

  const checks = {
    postgres: postgresCheck(pool),
    redis: redisCheck(redis, { critical: true }),
    auth: auth.healthCheck(),
    llm: llm.healthCheck(),
    ...(analytics ? { analytics: analytics.healthCheck() } : {}),
  };
  return {
    ...{ db, subscriber, stream, control, revocations, authentication, auth, llm, runs, threads, departure },
    ...{ quota, plans, circuits, exports, consumer, open, limit, gateway, checks, analytics, relay },
  };
}

function analyticsFor(settings: BackendSettings): UsageAnalytics | undefined {
  const {
    SERVICE_DISCOVERY_DIR: discoveryDir,
    ANALYTICS_USER: user,
    ANALYTICS_PASSWORD: password,
    ANALYTICS_DATABASE: database,
  } = settings;
  if (user === undefined || password === undefined || database === undefined) return undefined;
  const circuitResetMs = settings.CIRCUIT_RESET * 1_000;
  return new UsageAnalytics({ discoveryDir, user, password, database, circuitResetMs });
}

async function serve(server: FastifyInstance, parts: Parts, settings: BackendSettings): Promise<void> {
  await parts.gateway.attachTo(server);
  profileRoutes(server, parts);
  threadRoutes(server, parts);
  archiveRoutes(server, parts);
  usageRoutes(server, parts);
  const { PAYMENT_WEBHOOK_SECRET: secret, PAYMENT_TOLERANCE: tolerance } = settings;
  await planRoutes(server, { ...parts, signature: { secret, tolerance } });
  accountRoutes(server, parts);
  contractRoutes(server);
}

/** What other instances say, what was missed while they could not be heard, and how those are doing that are called. */
async function listenToSignals(parts: Parts, logger: Logger): Promise<void> {
  const { control, subscriber, open, runs, circuits } = parts;
  const act = (signal: Signal): void => {
    switch (signal.kind) {
      case 'sessions_revoked':
        open.revoke(({ sessionId }) => signal.session_ids.includes(sessionId), 'token_revoked');
        break;
      case 'person_gone':
        runs.abort(({ user_id }) => user_id === signal.user_id);
        open.revoke(({ userId }) => userId === signal.user_id, 'account_deleted');
        break;
      case 'runs_ended':
        runs.abort(({ id }) => signal.run_ids.includes(id));
    }
  };
  await control.listen(act);
  subscriber.whenReconnected(() => {
    revokeMissed(parts).catch((cause: unknown) => {
      logger.warn({ err: cause }, 'revocations could not be looked up; the next reconnection tries again');
    });
  });
  circuits.onChange((event) => open.tellAll((connection) => inTrace(connection.trace, event)));
}

async function revokeMissed({ open, revocations }: Parts): Promise<void> {
  for (const person of open.sessions()) {
    if (!(await revocations.concern(person))) continue;
    open.revoke(({ sessionId }) => sessionId === person.sessionId, 'token_revoked');
  }
}

async function announce(server: FastifyInstance, settings: BackendSettings): Promise<Registration> {
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const registration = {
    service: 'backend',
    port,
    url,
    api_url: `${url}/api`,
    health_url: `${url}/health/ready`,
    ws_url: `ws://127.0.0.1:${port}/ws`,
    instance: settings.INSTANCE,
    pid: process.pid,
    started_at: new Date().toISOString(),
  };
  await register(settings.SERVICE_DISCOVERY_DIR, registration);
  return registration;
}

/** What need not be done before the first request. */
function catchUpAfterStart({ llm, db }: Parts, logger: Logger): void {
  inTrace(traceFrom(undefined), () => {
    llm
      .warmUp()
      .catch((cause: unknown) =>
        logger.error({ err: cause }, "the language model's client cannot be loaded"),
      );
    prune(db).catch((cause: unknown) => logger.warn({ err: cause }, 'old event marks could not be removed'));
    deleteExpired(db).catch((cause: unknown) =>
      logger.warn({ err: cause }, 'old exports could not be removed'),
    );
  });
}
