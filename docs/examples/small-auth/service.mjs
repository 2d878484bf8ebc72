// A small auth service that was never written for this suite: other paths, other field names, one shared secret (HS256).
// PORT and TOKEN_SECRET come from the environment. It keeps everything in memory, its mails too (a part of Mailpit's API).
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { PORT = '0', TOKEN_SECRET = '' } = process.env;
if (TOKEN_SECRET.length < 16) {
  process.stderr.write('TOKEN_SECRET must have at least 16 characters.\n');
  process.exit(2);
}

const TOKEN_SECONDS = 900;
const MOST_GUESSES = 5;
const WIDESPREAD = ['password', 'qwerty', '123456', 'letmein'];

const people = new Map(); // by e-mail address
const sessions = new Map(); // by id
const links = new Map(); // code -> { email, what }
const mails = [];

class No extends Error {
  constructor(status, name, message) {
    super(message);
    Object.assign(this, { status, errorName: name });
  }
}

const digest = (text) => createHash('sha256').update(text).digest();
const shown = ({ uid, emailAddress, displayName, confirmed }) => ({
  uid,
  emailAddress,
  displayName,
  confirmed,
});

const routes = {
  'GET /healthz': () => [200, 'fine'],
  'POST /v1/accounts': ({ emailAddress = '', secret = '', displayName = '' }) => {
    const email = emailAddress.toLowerCase();
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
      throw new No(422, 'BAD_EMAIL', 'That is no e-mail address.');
    mustBeGood(secret, email);
    if (people.has(email)) throw new No(409, 'EMAIL_IN_USE', 'That address has an account.');
    const person = { uid: randomUUID(), emailAddress: email, displayName, confirmed: false, guesses: 0 };
    people.set(email, { ...person, secret: digest(secret) });
    mailLink(email, 'confirm', 'Confirm your address', '/verify-email');
    return [201, { account: shown(person) }];
  },
  'POST /v1/confirmations': ({ code }) => {
    people.get(spend(code, 'confirm')).confirmed = true;
    return [200, {}];
  },
  'POST /v1/confirmation-mails': ({ emailAddress = '' }) => {
    const email = emailAddress.toLowerCase();
    if (people.has(email)) mailLink(email, 'confirm', 'Confirm your address', '/verify-email');
    return [202, {}];
  },
  'POST /v1/sessions': ({ emailAddress = '', secret = '', deviceName = 'a device' }) => {
    const person = people.get(emailAddress.toLowerCase());
    if (person && person.guesses >= MOST_GUESSES) throw new No(423, 'LOCKED', 'Too many wrong passwords.');
    if (!person || !timingSafeEqual(person.secret, digest(secret))) {
      if (person) person.guesses += 1;
      throw new No(401, 'WRONG', 'The address or the password is wrong.');
    }
    if (!person.confirmed) throw new No(403, 'NOT_CONFIRMED', 'Confirm your address first.');
    person.guesses = 0;
    const session = { id: randomUUID(), email: person.emailAddress, deviceName };
    sessions.set(session.id, session);
    return [201, grant(session)];
  },
  'POST /v1/sessions/refresh': ({ refreshToken = '' }) => {
    const session = [...sessions.values()].find((one) => one.refreshToken === refreshToken);
    if (!session) throw new No(401, 'SPENT', 'That refresh token is no good any more.');
    return [200, grant(session)];
  },
  'DELETE /v1/sessions/current': (_, session) => {
    sessions.delete(session.id);
    return [204];
  },
  'GET /v1/accounts/me': (_, session) => [200, { account: shown(people.get(session.email)) }],
  'PUT /v1/accounts/me/name': ({ displayName }, session) => {
    people.get(session.email).displayName = displayName;
    return [200, { account: shown(people.get(session.email)) }];
  },
  'DELETE /v1/accounts/me': (_, { email }) => {
    people.delete(email);
    for (const [id, session] of sessions) if (session.email === email) sessions.delete(id);
    return [204];
  },
  'POST /v1/password-links': ({ emailAddress = '' }) => {
    const email = emailAddress.toLowerCase();
    if (people.has(email)) mailLink(email, 'reset', 'Choose a new password', '/reset-password');
    return [202, { message: 'If that address has an account, a mail is on its way.' }];
  },
  'POST /v1/passwords': ({ code, secret = '' }) => {
    mustBeGood(secret, links.get(code)?.email ?? '');
    const person = people.get(spend(code, 'reset'));
    Object.assign(person, { secret: digest(secret), guesses: 0 });
    for (const [id, { email }] of sessions) if (email === person.emailAddress) sessions.delete(id);
    return [200, {}];
  },
};
const OPEN = ['/healthz', '/v1/accounts', '/v1/confirmations', '/v1/confirmation-mails', '/v1/sessions', '/v1/sessions/refresh', '/v1/password-links', '/v1/passwords']; // prettier-ignore

/** The last two rules came from the suite: it signed up with its own address, and with a password that everyone has. */
function mustBeGood(secret, email) {
  const isKnown = WIDESPREAD.some((word) => secret.toLowerCase().includes(word));
  if (secret.length < 12 || secret.toLowerCase() === email || isKnown)
    throw new No(422, 'WEAK_SECRET', 'Choose a longer password that nobody can guess.');
}

function grant(session) {
  session.refreshToken = randomBytes(24).toString('base64url');
  const person = people.get(session.email);
  const iat = Math.floor(Date.now() / 1000);
  const accessToken = signed({
    ...{ iss: 'small-auth', aud: 'chat', sub: person.uid, sid: session.id, jti: randomUUID() },
    ...{ email: person.emailAddress, plan: 'free', iat, exp: iat + TOKEN_SECONDS },
  });
  const { refreshToken, id: sessionId } = session;
  return { accessToken, refreshToken, expiresInSeconds: TOKEN_SECONDS, sessionId, account: shown(person) };
}

function signed(claims) {
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', TOKEN_SECRET).update(text).digest('base64url')}`;
}

function sessionOf(request) {
  const [head = '', body = '', mark = ''] = (request.headers.authorization ?? '')
    .replace(/^Bearer /, '')
    .split('.');
  const right = createHmac('sha256', TOKEN_SECRET).update(`${head}.${body}`).digest('base64url');
  const claims = mark === right ? JSON.parse(Buffer.from(body, 'base64url').toString()) : {};
  const session = sessions.get(claims.sid);
  if (!session || claims.exp * 1000 < Date.now()) throw new No(401, 'WHO_ARE_YOU', 'Sign in first.');
  return session;
}

function mailLink(to, what, Subject, path) {
  const code = randomBytes(24).toString('base64url');
  links.set(code, { email: to, what });
  const Text = `${Subject}: http://127.0.0.1:3000${path}?token=${code}\n`;
  mails.unshift({ ID: randomUUID(), Created: new Date().toISOString(), Subject, Text, to });
}

function spend(code, what) {
  const link = links.get(code);
  if (link?.what !== what || !people.has(link.email)) throw new No(400, 'LINK_GONE', 'That link is no good.');
  links.delete(code);
  return link.email;
}

/** The mails, as Mailpit tells them. */
function mailbox(method, url) {
  const [, id, headers] = /^\/api\/v1\/message\/([\w-]+)(\/headers)?$/.exec(url.pathname) ?? [];
  if (headers) return [200, {}];
  if (id) return [200, mails.find((mail) => mail.ID === id)];
  const to = /to:"(.*)"/.exec(url.searchParams.get('query') ?? '')?.[1];
  const found = mails.filter((mail) => mail.to === to);
  if (method === 'DELETE') for (const mail of found) mails.splice(mails.indexOf(mail), 1);
  return [200, { messages: found }];
}

async function answer(request) {
  const url = new URL(request.url, 'http://here');
  if (url.pathname.startsWith('/api/v1/')) return mailbox(request.method, url);
  const route = routes[`${request.method} ${url.pathname}`];
  if (!route) throw new No(404, 'NOTHING_HERE', 'There is nothing here.');
  let text = '';
  for await (const piece of request) text += piece;
  const session = OPEN.includes(url.pathname) ? undefined : sessionOf(request);
  return route(text ? JSON.parse(text) : {}, session);
}

const server = createServer((request, response) => {
  answer(request).then(
    ([status, body]) => send(response, status, body),
    (cause) => {
      const { status = 500, errorName: name = 'OOPS', message } = cause;
      send(response, status, { error: { name, message } });
    },
  );
});

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

server.listen(Number(PORT), '127.0.0.1', () => {
  process.stdout.write(`small auth service at http://127.0.0.1:${server.address().port}\n`);
});
