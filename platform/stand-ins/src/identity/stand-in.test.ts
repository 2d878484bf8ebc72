import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { silent, temporaryFolder } from '../testing/in-test';
import { CLIENT } from './catalogue';
import { startIdentity } from './stand-in';
import { begin, redeem, signInAt, Visitor, type Begun } from './testing/visitor';

const ADA = 'ada.king@people.example.org';

async function started(t: TestContext): Promise<string> {
  const discovery = await temporaryFolder(t);
  const settings = { PORT: 0, INSTANCE: '1', SERVICE_DISCOVERY_DIR: discovery, LOG_LEVEL: 'info' } as const;
  const identity = await startIdentity(settings, silent);
  t.after(() => identity.stop());
  return identity.registration.url;
}

async function register(url: string, email: string, person: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/people/${email}`, { method: 'PUT', headers, body: JSON.stringify(person) });
}

async function idToken(begun: Begun, answer: URLSearchParams): Promise<string> {
  const response = await redeem(begun, answer.get('code') ?? '');
  assert.equal(response.status, 200);
  return ((await response.json()) as { id_token: string }).id_token;
}

describe('the stand-in for identity providers', () => {
  it('tells who a person is in an ID token for this client, this attempt, with a published key', async (t) => {
    const url = await started(t);
    await register(url, ADA, { name: 'Ada King' });
    const { begun, answer } = await signInAt(url, 'google', { email: ADA, answer: 'allow' });
    const keys = createRemoteJWKSet(new URL(`${url}/google/jwks`));
    const { payload } = await jwtVerify(await idToken(begun, answer), keys, {
      issuer: `${url}/google`,
      audience: CLIENT.id,
    });
    const { nonce, email, email_verified, name } = payload;
    assert.deepEqual(
      { nonce, email, email_verified, name },
      { nonce: begun.nonce, email: ADA, email_verified: true, name: 'Ada King' },
    );
  });

  it('redeems a code once, and only for whoever holds the verifier', async (t) => {
    const url = await started(t);
    const first = await signInAt(url, 'google', { email: ADA, answer: 'allow' });
    const other = await redeem(first.begun, first.answer.get('code') ?? '', 'v'.repeat(43));
    assert.equal(other.status, 400);
    const second = await signInAt(url, 'google', { email: ADA, answer: 'allow' });
    await idToken(second.begun, second.answer);
    assert.equal((await redeem(second.begun, second.answer.get('code') ?? '')).status, 400);
  });

  it('sends on nobody without a challenge', async (t) => {
    const url = await started(t);
    const visitor = new Visitor();
    const address = new URL(begin(url, 'google').address);
    address.searchParams.delete('code_challenge');
    address.searchParams.delete('code_challenge_method');
    const end = await visitor.follow(await visitor.get(address.href));
    assert.match(end.headers.get('location') ?? '', /error=invalid_request/);
  });

  it('says so when the person does not agree', async (t) => {
    const { answer } = await signInAt(await started(t), 'okta', { email: '', answer: 'cancel' });
    assert.equal(answer.get('error'), 'access_denied');
    assert.equal(answer.get('code'), null);
  });

  it('asks again where what was typed is no address', async (t) => {
    const url = await started(t);
    const visitor = new Visitor();
    const page = await visitor.follow(await visitor.get(begin(url, 'google').address));
    const again = await visitor.post(page.url, { email: '"><b>', answer: 'allow' });
    const html = await again.text();
    assert.match(html, /role="alert"/);
    assert.ok(!html.includes('"><b>'));
  });

  it('signs with another key every time at the provider that rotates them, and publishes both', async (t) => {
    const url = await started(t);
    const keys = createRemoteJWKSet(new URL(`${url}/keycloak/jwks`), { cooldownDuration: 0 });
    const kids = [];
    for (const email of [ADA, ADA]) {
      const { begun, answer } = await signInAt(url, 'keycloak', { email, answer: 'allow' });
      kids.push((await jwtVerify(await idToken(begun, answer), keys)).protectedHeader.kid);
    }
    assert.notEqual(kids[0], kids[1]);
  });

  it('goes wrong for the person it was told to, and for nobody else', async (t) => {
    const url = await started(t);
    await register(url, ADA, { name: 'Ada', faults: { audience: 'another', nonce: 'old' } });
    const wrong = await signInAt(url, 'google', { email: ADA, answer: 'allow' });
    const claims = decodeJwt(await idToken(wrong.begun, wrong.answer));
    assert.deepEqual([claims.aud, claims['nonce']], ['another', 'old']);
    const right = await signInAt(url, 'google', { email: 'bram@people.example.org', answer: 'allow' });
    assert.equal(decodeJwt(await idToken(right.begun, right.answer)).aud, CLIENT.id);

    await register(url, ADA, { name: 'Ada', faults: { outage: true } });
    const down = await signInAt(url, 'google', { email: ADA, answer: 'allow' });
    assert.equal((await redeem(down.begun, down.answer.get('code') ?? '')).status, 503);
    await fetch(`${url}/people/${ADA}`, { method: 'DELETE' });
    const up = await signInAt(url, 'google', { email: ADA, answer: 'allow' });
    assert.equal(decodeJwt(await idToken(up.begun, up.answer))['name'], 'Ada King');
  });

  it('gives no ID token at the provider that has OAuth 2.0 alone, and tells who it is by its own API', async (t) => {
    const url = await started(t);
    await register(url, ADA, { name: 'Ada', email_verified: false });
    const { begun, answer } = await signInAt(url, 'github', { email: ADA, answer: 'allow' });
    const response = await fetch(`${url}/github/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        code_verifier: begun.verifier,
        redirect_uri: 'http://127.0.0.1:3000/auth/oauth/github/callback',
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
      }),
    });
    const { access_token, id_token } = (await response.json()) as Record<string, string>;
    assert.equal(id_token, undefined);
    const ask = async (path: string, token: string) =>
      fetch(`${url}/github${path}`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(((await (await ask('/user', access_token ?? '')).json()) as { name: string }).name, 'Ada');
    const addresses = (await (await ask('/user/emails', access_token ?? '')).json()) as object[];
    assert.deepEqual(addresses.at(-1), { email: ADA, primary: true, verified: false });
    assert.equal((await ask('/user', 'made-up')).status, 401);
  });

  it('refuses what it does not understand of a person', async (t) => {
    assert.equal((await register(await started(t), ADA, { name: 'Ada', fault: {} })).status, 422);
  });
});
