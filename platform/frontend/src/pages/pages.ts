import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { join, sep } from 'node:path';
import { problem } from '../errors';
import { sendSecurityHeaders } from './security-headers';

/** Their names bear a hash of their content: another content has another name. */
const UNCHANGING = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

/**
 * Serves the built pages: the files that are in `webRoot` at the start, and index.html, which is the whole
 * application, at every other address that a person opens.
 * @param webRoot absolute
 */
export async function servePages(server: FastifyInstance, webRoot: string): Promise<void> {
  const assets = join(webRoot, 'assets') + sep;
  await server.register(async (scope) => {
    sendSecurityHeaders(scope);
    await scope.register(fastifyStatic, {
      root: webRoot,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.startsWith(assets) ? UNCHANGING : ASK_EACH_TIME);
      },
    });
    scope.get('/*', (request, reply) => {
      if (!isNavigation(request.headers.accept)) throw problem('not_found');
      return reply.sendFile('index.html');
    });
  });
}

/** Browsers ask for HTML by name when a person opens an address; scripts and images do not. */
function isNavigation(accept = ''): boolean {
  return accept.includes('text/html');
}
