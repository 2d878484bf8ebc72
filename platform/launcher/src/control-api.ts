import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@reference/kit/http-server';
import type { Logger } from '@reference/kit/logger';
import { COMMON_PROBLEMS, problemsOf } from '@reference/kit/problem';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sentenceOf } from './faults';
import type { Instance } from './instances/instance';
import { PROFILES, type ProfileName } from './instances/profiles';
import { linkName, networkFault } from './network/network-fault';
import type { Launcher } from './launcher';
import { ACTS, controlled, perform, rotateSigningKey } from './service-acts';
import type { Steps } from './steps';

const problem = problemsOf({
  ...COMMON_PROBLEMS,
  control_token_missing: {
    status: 401,
    title: 'Control token missing',
    detail: 'Send the token that the launcher printed at its start, as `Authorization: Bearer <token>`.',
  },
  start_failed: { status: 503, title: 'Not started', detail: 'A process could not be started.' },
});

const profile = z.enum(Object.keys(PROFILES) as [ProfileName, ...ProfileName[]]);
const leaseRequest = z.object({
  profile,
  own_engines: z.boolean().default(false),
  links: z.array(linkName).default([]),
});
const poolRequest = z.partialRecord(profile, z.number().int().min(0).max(8));
const serviceParams = z.object({
  id: z.string(),
  name: z.string(),
  act: z.enum(ACTS),
});
const serviceName = z.object({ id: z.string(), name: z.string() });
const holdingsQuery = z.object({
  instance: z.string().optional(),
  extent: z.enum(['all', 'memory']).default('all'),
});
const linkParams = z.object({ id: z.string(), from: z.string(), to: z.string() });
const serviceQuery = z.object({
  instance: z.string().optional(),
  wait: z.enum(['announced', 'ready']).default('ready'),
});
const logQuery = z.object({
  trace_id: z.string().optional(),
  service: z.string().optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});

export interface ControlOptions {
  launcher: Launcher;
  steps: Steps;
  logger: Logger;
  token: string;
  version: string;
  /** Called once somebody asked for the end; the answer is on its way then. */
  onShutdown: () => void;
}

const SHARED_LEASE = 'standard';

/**
 * The launcher's control interface, as docs/platform.md describes it.
 * @returns its address; it listens on the loopback only
 */
export async function serveControl(options: ControlOptions): Promise<string> {
  const { launcher, steps, logger, token, version, onShutdown } = options;
  const server = createHttpServer({ service: 'launcher', version, logger, checks: {} });
  const wanted = Buffer.from(`Bearer ${token}`);
  server.addHook('onRequest', (request, _reply, done) => {
    const sent = Buffer.from(request.headers.authorization ?? '');
    const allowed = sent.length === wanted.length && timingSafeEqual(sent, wanted);
    done(allowed ? undefined : problem('control_token_missing'));
  });

  server.get('/state', async () => ({
    status: launcher.status,
    ready_ms: launcher.readyMs,
    prepared: steps.prepared,
    failure: launcher.failure,
    steps: steps.report(),
    stand_ins: launcher.status === 'ready' ? await launcher.standIns.views() : {},
    instances: launcher.instanceViews(),
    processes: [{ name: 'launcher', pid: process.pid }, ...launcher.processes.list()],
  }));
  serveEvents(server, steps);
  serveLeases(server, launcher);
  serveInstances(server, launcher);
  server.get('/builds', async () => ({ builds: await startable(() => launcher.contents()) }));
  server.post('/builds/roll-call', async () => ({
    services: await startable(() => launcher.rollCall()),
  }));
  server.post('/shutdown', async (_request, reply) => {
    reply.raw.once('close', onShutdown);
    return await reply.status(202).send({});
  });

  await server.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

function serveEvents(server: FastifyInstance, steps: Steps): void {
  server.get('/events', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const unfollow = steps.follow((event) => void reply.raw.write(`${JSON.stringify(event)}\n`));
    reply.raw.once('close', unfollow);
  });
}

function serveLeases(server: FastifyInstance, launcher: Launcher): void {
  server.post('/leases', async (request, reply) => {
    const { profile, own_engines, links } = leaseRequest.parse(request.body);
    reply.status(201);
    if (profile === 'standard' && !own_engines && links.length === 0) {
      const askedAt = performance.now();
      const instance = await startable(() => launcher.standard());
      return {
        lease_id: SHARED_LEASE,
        lease_ms: Math.round(performance.now() - askedAt),
        instance: instance.view(),
      };
    }
    const { id, instance, waitedMs } = await startable(() =>
      launcher.pool.lease(profile, { ownEngines: own_engines, links }),
    );
    return { lease_id: id, lease_ms: waitedMs, instance: instance.view() };
  });

  server.delete<{ Params: { id: string } }>('/leases/:id', async ({ params }) => {
    if (params.id === SHARED_LEASE) return { returned: true };
    const release = await launcher.pool.release(params.id);
    if (!release) throw problem('not_found', { detail: `There is no lease ${params.id}.` });
    return release;
  });

  server.post('/pool', (request, reply) => {
    launcher.pool.keep(poolRequest.parse(request.body));
    return reply.status(202).send({});
  });
}

function serveInstances(server: FastifyInstance, launcher: Launcher): void {
  const instanceOf = (id: string): Instance => {
    const instance = launcher.instance(id);
    if (!instance) throw problem('not_found', { detail: `There is no instance ${id}.` });
    return instance;
  };

  server.post('/instances/:id/services/:name/:act', async (request) => {
    const { id, name, act } = serviceParams.parse(request.params);
    const { instance: copy, wait } = serviceQuery.parse(request.query);
    const targets = controlled(instanceOf(id), name, copy);
    if (targets.length === 0) {
      const numbered = copy === undefined ? name : `${name} ${copy}`;
      throw problem('not_found', { detail: `${id} has no service ${numbered} that could be controlled.` });
    }
    return await startable(() => perform(targets, act, wait));
  });

  server.get('/instances/:id/services/:name/holdings', async (request) => {
    const { id, name } = serviceName.parse(request.params);
    const { instance: copy, extent } = holdingsQuery.parse(request.query);
    const all = instanceOf(id).servicesNamed(name);
    const services = all.filter(({ options }) => copy === undefined || options.instance === copy);
    if (services.length === 0) throw problem('not_found', { detail: `${id} has no service ${name}.` });
    const holdings = services.map(async (service) => ({
      ...{ service: name, instance: service.options.instance },
      ...(await startable(() => service.holdings(extent))),
    }));
    return { holdings: await Promise.all(holdings) };
  });

  server.post<{ Params: { id: string } }>('/instances/:id/signing-key/rotate', async ({ params }) => {
    const instance = instanceOf(params.id);
    await startable(() => rotateSigningKey(instance));
    return instance.view();
  });

  const linkOf = ({ id, from, to }: z.infer<typeof linkParams>) => {
    const { network } = instanceOf(id);
    const link = network.link(from, to);
    if (link === undefined)
      throw problem('not_found', { detail: `${id} has no proxy between ${from} and ${to}.` });
    return { from, to, network, link };
  };

  server.put('/instances/:id/links/:from/:to/fault', async (request) => {
    const fault = networkFault.parse(request.body);
    const { from, to, network, link } = linkOf(linkParams.parse(request.params));
    await startable(() => network.set(link, fault));
    return { from, to, fault };
  });

  server.delete('/instances/:id/links/:from/:to/fault', async (request) => {
    const { from, to, network, link } = linkOf(linkParams.parse(request.params));
    await startable(() => network.set(link, undefined));
    return { from, to, fault: null };
  });

  server.get<{ Params: { id: string } }>('/instances/:id', ({ params }) => instanceOf(params.id).view());

  server.get('/instances/:id/logs', (request) => {
    const { id } = z.object({ id: z.string() }).parse(request.params);
    const { trace_id, service, since } = logQuery.parse(request.query);
    return {
      lines: launcher.logs.lines({ instanceId: instanceOf(id).id, traceId: trace_id, service, since }),
    };
  });
}

/** What keeps a process from starting is for the caller to know, word for word. */
async function startable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw problem('start_failed', { detail: sentenceOf(cause) });
  }
}
