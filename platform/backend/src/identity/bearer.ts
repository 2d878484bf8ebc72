import { heed } from '@reference/kit/allowance';
import type { FastifyRequest } from 'fastify';
import { problem } from '../errors';
import { AuthUnavailable, TokenRefused, type Person } from './person';
import type { Limits } from './limits';
import type { Revocations } from './revocations';
import type { TokenVerifier } from './token-verifier';

/** Finds out who calls over HTTP: `Authorization: Bearer`, verified here, session not revoked, within the limit. */
export class BearerAuthentication {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly revocations: Revocations,
    private readonly limits: Limits,
  ) {}

  /** @throws Problem 401, 429, or 503 when it cannot be known. */
  async person(request: FastifyRequest): Promise<Person> {
    const token = bearerOf(request.headers.authorization);
    if (token === undefined) throw problem('token_missing');
    const person = await this.verifier.verify(token).catch((cause: unknown) => {
      throw asProblem(cause);
    });
    // Asked in one breath, so that the limit costs no way to Redis of its own.
    const [isRevoked, standing] = await Promise.all([
      this.revocations.concern(person),
      this.limits.call(person.userId),
    ]);
    if (isRevoked) throw problem('token_revoked');
    heed(request, standing);
    return person;
  }
}

export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** What went wrong with a token, as an HTTP caller is told it. */
export function asProblem(cause: unknown): unknown {
  if (cause instanceof TokenRefused) return problem(cause.fault);
  if (cause instanceof AuthUnavailable) return problem('auth_unavailable', { retry_after: 2 });
  return cause;
}
