import { Problem } from '@reference/kit/problem';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { changePlan } from '../accounts/change-plan';
import type { Auth } from '../auth';
import { authenticate, type Principal } from './authenticate';
import { requireService } from './service-credential';
import type { SigningKeys } from './signing-keys';

const validation = z.object({ token: z.string() });

type Verdict = ({ valid: true } & Principal) | { valid: false; code: string };

/** Calls of other services; they are not rate-limited. */
export function tokenRoutes(scope: FastifyInstance, auth: Auth, keys: SigningKeys): void {
  scope.get('/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=60').send(keys.published),
  );

  scope.post('/auth/validate', async (request) => {
    requireService(auth.settings.SERVICE_CREDENTIALS, request.headers.authorization);
    const { token } = validation.parse(request.body);
    return verdictOn(auth, token);
  });

  scope.put('/auth/plan', async (request) => {
    requireService(auth.settings.SERVICE_CREDENTIALS, request.headers.authorization);
    const { id, plan } = await changePlan(auth, request.body);
    return { user_id: id, plan };
  });
}

async function verdictOn(auth: Auth, token: string): Promise<Verdict> {
  try {
    return { valid: true, ...(await authenticate(auth, token)) };
  } catch (cause) {
    if (cause instanceof Problem && cause.entry.status === 401) return { valid: false, code: cause.code };
    throw cause;
  }
}
