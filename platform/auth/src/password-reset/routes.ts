import type { FastifyInstance } from 'fastify';
import type { Auth } from '../auth';
import { confirmPasswordReset, requestPasswordReset } from './reset-password';

export function passwordResetRoutes(scope: FastifyInstance, auth: Auth): void {
  scope.post('/auth/password-reset/request', async (request, reply) => {
    await requestPasswordReset(auth, request.body);
    return reply.status(202).send({ status: 'accepted' });
  });

  scope.post('/auth/password-reset/confirm', async (request) => {
    await confirmPasswordReset(auth, request.body);
    return { status: 'changed' };
  });
}
