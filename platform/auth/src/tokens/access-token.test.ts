import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { signingKeySet, type SigningKeySet } from '../settings';
import { AccessTokens } from './access-token';
import { importSigningKeys } from './signing-keys';

const SETTINGS = { ISSUER: 'https://auth.example.org', AUDIENCE: 'chat', ACCESS_TOKEN_TTL: 900 };
const NOW = new Date('2030-01-01T12:00:00.400Z');
const BEARER = { user_id: randomUUID(), session_id: randomUUID(), email: 'ada@example.org', plan: 'free' };

function keySet(...kids: string[]): SigningKeySet {
  const keys = kids.map((kid) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { ...privateKey.export({ format: 'jwk' }), kid };
  });
  return signingKeySet.parse({ keys });
}

const ours = keySet('new', 'old');
const theirs = keySet('new');

async function tokensOf(set: SigningKeySet): Promise<AccessTokens> {
  return new AccessTokens(await importSigningKeys(set), SETTINGS);
}

async function privateKey(set: SigningKeySet, index: number): Promise<CryptoKey> {
  const jwk = set.keys[index];
  assert.ok(jwk);
  const key = await importJWK(jwk, 'ES256');
  assert.ok(!(key instanceof Uint8Array));
  return key;
}

describe('an access token', () => {
  let tokens: AccessTokens;
  let good: { payload: JWTPayload; kid: string; signedBy: CryptoKey };

  before(async () => {
    tokens = await tokensOf(ours);
    const { token } = await tokens.issue(BEARER, NOW);
    good = { payload: decodeJwt(token), kid: 'new', signedBy: await privateKey(ours, 0) };
  });

  /** A token that differs from a good one in what is given. */
  function forged(difference: { payload?: Record<string, unknown>; kid?: string; signedBy?: CryptoKey }) {
    const { payload, kid, signedBy } = { ...good, ...difference };
    return new SignJWT({ ...good.payload, ...payload })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
      .sign(signedBy);
  }

  it('says who, on which session, for whom and until when, and which key signed it', async () => {
    const { token, expires_in } = await tokens.issue(BEARER, NOW);
    const { jti, ...claims } = decodeJwt(token);
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'ES256', typ: 'JWT', kid: 'new' });
    assert.match(jti ?? '', /^[0-9a-f-]{36}$/);
    const second = Math.floor(NOW.getTime() / 1000);
    assert.deepEqual(claims, {
      iss: SETTINGS.ISSUER,
      aud: SETTINGS.AUDIENCE,
      sub: BEARER.user_id,
      sid: BEARER.session_id,
      email: BEARER.email,
      plan: BEARER.plan,
      iat: second,
      exp: second + 901, // rounded up: 900 s from 12:00:00.400 end within that second
    });
    assert.equal(expires_in, 900);
  });

  it('is read as it was issued', async () => {
    const { token } = await tokens.issue(BEARER, NOW);
    const claims = await tokens.read(token, NOW);
    assert.deepEqual([claims.sub, claims.sid], [BEARER.user_id, BEARER.session_id]);
    assert.ok(await tokens.read(await forged({}), NOW), 'the control of the forgeries below');
  });

  it('is read when an older key of the set signed it', async () => {
    const token = await forged({ kid: 'old', signedBy: await privateKey(ours, 1) });
    assert.ok(await tokens.read(token, NOW));
  });

  it('is good for all of its life time and not for a second more', async () => {
    const { token } = await tokens.issue(BEARER, NOW);
    const later = (ms: number) => new Date(NOW.getTime() + ms);
    assert.ok(await tokens.read(token, later(900_000)));
    await assert.rejects(tokens.read(token, later(901_000)), { code: 'token_expired' });
  });

  const claims: [string, Record<string, unknown>][] = [
    ['another issuer', { iss: 'https://elsewhere.example.org' }],
    ['another audience', { aud: 'billing' }],
    ['no audience', { aud: undefined }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: 'tomorrow' }],
    ['no person', { sub: undefined }],
    ['a person that is no id', { sub: 'ada' }],
    ['no session', { sid: undefined }],
    ['a session that is no id', { sid: 7 }],
    ['no id of its own', { jti: undefined }],
    ['no address', { email: undefined }],
    ['no plan', { plan: undefined }],
    ['no time of issue', { iat: undefined }],
    ['a time of issue to come', { iat: Math.floor(NOW.getTime() / 1000) + 60 }],
    ['a time before which it is not good', { nbf: Math.floor(NOW.getTime() / 1000) + 60 }],
  ];
  for (const [what, payload] of claims) {
    it(`is refused with ${what}`, async () => {
      await assert.rejects(tokens.read(await forged({ payload }), NOW), { code: 'token_invalid' });
    });
  }

  it('is refused when signed by a key that is not ours, known by name or not', async () => {
    const signedBy = await privateKey(theirs, 0);
    await assert.rejects(tokens.read(await forged({ signedBy }), NOW), { code: 'token_invalid' });
    await assert.rejects(tokens.read(await forged({ signedBy, kid: 'x' }), NOW), { code: 'token_invalid' });
  });

  it('is refused when another of our keys is named than signed', async () => {
    await assert.rejects(tokens.read(await forged({ kid: 'old' }), NOW), { code: 'token_invalid' });
  });

  it('is refused without a signature and with a symmetric one', async () => {
    const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encoded({ alg: 'none', kid: 'new' })}.${encoded(good.payload)}.`;
    const symmetric = await new SignJWT(good.payload)
      .setProtectedHeader({ alg: 'HS256', kid: 'new' })
      .sign(Buffer.from(JSON.stringify((await importSigningKeys(ours)).published.keys[0])));
    for (const token of [unsigned, symmetric])
      await assert.rejects(tokens.read(token, NOW), { code: 'token_invalid' });
  });

  it('is refused when changed, cut or made up', async () => {
    const [header = '', payload = '', signature = ''] = (await forged({})).split('.');
    const other = Buffer.from(JSON.stringify({ ...good.payload, plan: 'pro' })).toString('base64url');
    const made = [
      `${header}.${other}.${signature}`,
      `${header}.${payload}`,
      '',
      'x',
      'a.b.c',
      `${header}.${payload}.`,
    ];
    for (const token of made) await assert.rejects(tokens.read(token, NOW), { code: 'token_invalid' });
  });
});

describe('published keys', () => {
  it('are all there, and without their private part', async () => {
    const { published } = await importSigningKeys(ours);
    assert.deepEqual(
      published.keys.map(({ kid }) => kid),
      ['new', 'old'],
    );
    assert.ok(published.keys.every((key) => !('d' in key) && key.alg === 'ES256' && key.use === 'sig'));
  });
});
