import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import type { ProviderKind } from './catalogue';
import { subjectOf } from './people';
import { signInPage, type SignInPage } from './sign-in-page';

const form = z.object({ email: z.string().trim().default(''), answer: z.enum(['allow', 'cancel']) });
const address = z.email();
const asked = z.object({ client_id: z.string(), scope: z.string().default('') });

/** Shows a person who was sent here the page on which they say who they are. */
export async function askPerson(
  { name }: ProviderKind,
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await provider.interactionDetails(request.raw, reply.raw);
  return show(reply, { provider: name, email: '' });
}

/** Takes what the person said, and sends their browser on: back to where they came from, with a code or without. */
export async function takeAnswer(
  { name }: ProviderKind,
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { email, answer } = form.parse(request.body);
  const { params } = await provider.interactionDetails(request.raw, reply.raw);
  const { client_id, scope } = asked.parse(params);
  if (answer === 'cancel') {
    const refusal = { error: 'access_denied', error_description: 'The person did not agree' };
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, refusal), 303);
  }
  if (!address.safeParse(email).success) {
    const fault = `Write your e-mail address at ${name}, like ada@example.org.`;
    return show(reply, { provider: name, email, fault });
  }
  const accountId = subjectOf(email);
  const grant = new provider.Grant({ accountId, clientId: client_id });
  grant.addOIDCScope(scope);
  const result = { login: { accountId, remember: false }, consent: { grantId: await grant.save() } };
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303);
}

function show(reply: FastifyReply, page: SignInPage): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .type('text/html; charset=utf-8')
    .send(signInPage(page));
}
