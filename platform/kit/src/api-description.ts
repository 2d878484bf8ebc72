import type { FastifyInstance } from 'fastify';

export interface Described {
  readonly service: string;
  readonly version: string;
  /** The path at which the description is served; it is in it. */
  readonly at: string;
}

interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path';
    readonly required: true;
    readonly schema: { readonly type: 'string' };
  }[];
  readonly responses: { readonly default: { readonly description: string } };
}

/** Methods that Fastify answers for every GET by itself. */
const IMPLIED = new Set(['HEAD']);

/**
 * Serves an OpenAPI 3.1 document of every route that the server gets from now on, read from the server itself: what
 * somebody forgot to describe cannot be missing. Needs no login.
 */
export function describeApi(server: FastifyInstance, { service, version, at }: Described): void {
  const paths: Record<string, Record<string, Operation>> = {};
  server.addHook('onRoute', ({ url, method }) => {
    const operations = (paths[url.replaceAll(/:(\w+)/g, '{$1}')] ??= {});
    for (const one of [method].flat())
      if (!IMPLIED.has(one)) operations[one.toLowerCase()] = operationAt(url);
  });
  server.get(at, (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .send({ openapi: '3.1.0', info: { title: service, version }, paths }),
  );
}

function operationAt(url: string): Operation {
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    responses: { default: { description: 'As the wire contract says.' } },
  };
}
