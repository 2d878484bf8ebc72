import type { FastifyInstance } from 'fastify';
import type { Auth } from '../auth';
import { resendVerification, verifyEmail } from './verify-email';

export function verificationRoutes(scope: FastifyInstance, auth: Auth): void {
  scope.post('/auth/verify-email', async (request) => ({ user: await verifyEmail(auth, request.body) }));

  scope.post('/auth/verify-email/resend', async (request, reply) => {
    await resendVerification(auth, request.body);
    return reply.status(202).send({ status: 'accepted' });
  });
}
