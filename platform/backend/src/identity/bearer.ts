import type { FastifyRequest } from 'fastify';
import { problem } from '../errors';
import { AuthUnavailable, TokenRefused, type Person } from './person';
import type { Revocations } from './revocations';
import type { TokenVerifier } from './token-verifier';

/** Finds out who calls over HTTP: `Authorization: Bearer`, verified here, session not revoked. */
export class BearerAuthentication {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly revocations: Revocations,
  ) {}

  /** @throws Problem 401, or 503 when it cannot be known. */
  async person(request: FastifyRequest): Promise<Person> {
    const token = bearerOf(request.headers.authorization);
    if (token === undefined) throw problem('token_missing');
    const person = await this.verifier.verify(token).catch((cause: unknown) => {
      throw asProblem(cause);
    });
    if (await this.revocations.concern(person)) throw problem('token_revoked');
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
