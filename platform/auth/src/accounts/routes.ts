import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Auth } from '../auth';
import { clearRefreshCookie } from '../sessions/refresh-cookie';
import { bearer } from '../tokens/authenticate';
import type { Account } from './account';
import { deleteAccount } from './delete-account';
import { changeProfile, readProfile } from './profile';
import { register } from './register';

export function accountRoutes(scope: FastifyInstance, auth: Auth): void {
  scope.post('/auth/register', async (request, reply) => {
    const user = await register(auth, request.body);
    return reply.status(201).send({ user });
  });

  scope.get('/auth/me', async (request, reply) => {
    const principal = await bearer(auth, request);
    return versioned(reply, await readProfile(auth, principal));
  });

  scope.patch('/auth/me', async (request, reply) => {
    const principal = await bearer(auth, request);
    return versioned(reply, await changeProfile(auth, principal, request.headers['if-match'], request.body));
  });

  scope.delete('/auth/me', async (request, reply) => {
    const principal = await bearer(auth, request);
    await deleteAccount(auth, principal);
    clearRefreshCookie(auth, reply);
    return reply.status(204).send();
  });
}

function versioned(reply: FastifyReply, account: Account): FastifyReply {
  return reply.header('etag', `"${account.version}"`).send(account);
}
