import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { PROVIDERS, type ProviderKind } from './catalogue';
import { askPerson, takeAnswer } from './consent';
import { emailOf, subjectOf, type People } from './people';
import { createProvider } from './provider';

/** Serves every provider under its id. A provider is made when somebody first comes to it. */
export async function providersApi(server: FastifyInstance, people: People): Promise<void> {
  for (const kind of PROVIDERS) {
    const made = new Map<string, Promise<Provider>>();
    const provider = (request: FastifyRequest): Promise<Provider> => {
      const issuer = `${request.protocol}://${request.host}/${kind.id}`;
      const known = made.get(issuer) ?? createProvider(kind, issuer, people);
      made.set(issuer, known);
      return known;
    };
    await server.register((scope, _, done) => {
      pageRoutes(scope, kind, provider);
      if (kind.protocol === 'oauth2') apiRoutes(scope, kind, provider, people);
      done();
    });
    await server.register((scope, _, done) => {
      protocolRoutes(scope, kind, provider);
      done();
    });
  }
}

type Find = (request: FastifyRequest) => Promise<Provider>;

function pageRoutes(scope: FastifyInstance, kind: ProviderKind, provider: Find): void {
  const parseAs = { parseAs: 'string' } as const;
  scope.addContentTypeParser('application/x-www-form-urlencoded', parseAs, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
  scope.get(`/${kind.id}/interaction/:uid`, async (request, reply) =>
    askPerson(kind, await provider(request), request, reply),
  );
  scope.post(`/${kind.id}/interaction/:uid`, async (request, reply) =>
    takeAnswer(kind, await provider(request), request, reply),
  );
}

/** Who the bearer of an access token is, as GitHub's REST API tells it. */
function apiRoutes(scope: FastifyInstance, kind: ProviderKind, provider: Find, people: People): void {
  const bearer = async (request: FastifyRequest): Promise<string | undefined> => {
    const token = /^(?:bearer|token) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const found = await (await provider(request)).AccessToken.find(token);
    return found && emailOf(found.accountId);
  };
  const refuse = (reply: FastifyReply) => reply.status(401).send({ message: 'Bad credentials' });

  scope.get(`/${kind.id}/user`, async (request, reply) => {
    const email = await bearer(request);
    if (email === undefined) return refuse(reply);
    const { name, picture } = people.get(email);
    return { id: subjectOf(email), login: email.split('@')[0], name, avatar_url: picture ?? null };
  });
  scope.get(`/${kind.id}/user/emails`, async (request, reply) => {
    const email = await bearer(request);
    if (email === undefined) return refuse(reply);
    return [
      { email: `${subjectOf(email)}@users.noreply.example.org`, primary: false, verified: true },
      { email, primary: true, verified: people.get(email).email_verified },
    ];
  });
}

/** Everything else below the provider's address is the library's, which reads requests and writes answers itself. */
function protocolRoutes(scope: FastifyInstance, kind: ProviderKind, provider: Find): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.all(`/${kind.id}/*`, async (request, reply) => {
    const answer = (await provider(request)).callback();
    reply.hijack();
    const raw = Object.assign(request.raw, { originalUrl: request.raw.url });
    raw.url = (raw.url ?? '/').slice(kind.id.length + 1);
    await answer(raw, reply.raw);
  });
}
