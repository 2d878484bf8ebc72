import type { FastifyInstance } from 'fastify';

/** A host as browsers send it; anything else is not repeated in a header. */
const HOST = /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i;

/** What a page may do, and who may know of it, on every answer of this scope. */
export function sendSecurityHeaders(scope: FastifyInstance): void {
  scope.addHook('onSend', (request, reply, _payload, done) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy(request.headers.host),
      'x-content-type-options': 'nosniff',
      // Addresses of pages may bear one-time tokens.
      'referrer-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    });
    done();
  });
}

/**
 * Everything from the page's own origin, scripts and styles from files alone. Small images may stand in style sheets.
 * The socket is named as well: not every browser counts it to 'self'.
 */
function contentSecurityPolicy(host = ''): string {
  const socket = HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
