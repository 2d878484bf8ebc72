import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { claimsOf, forged, FORGERY_NAMES, signedClaims, type Original } from './tokens';

const ISSUER = 'https://auth.example.org';
const AUDIENCE = 'chat';

async function original(): Promise<Original> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const seconds = Math.floor(Date.now() / 1_000);
  const token = await new SignJWT({ sid: 's1', email: 'ada@people.example.org', plan: 'free' })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: 'ours' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject('u1')
    .setJti('t1')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 900)
    .sign(privateKey);
  const published = { keys: [{ ...(await exportJWK(publicKey)), kid: 'ours', alg: 'ES256' }] };
  return { token, refreshToken: 'a-refresh-token', published, signingKey: await exportJWK(privateKey) };
}

describe('a forged token', () => {
  let genuine: Original;
  before(async () => (genuine = await original()));

  /** As a careful service checks it. */
  const check = (token: string) =>
    jwtVerify(token, createLocalJWKSet(genuine.published), {
      ...{ algorithms: ['ES256'], issuer: ISSUER, audience: AUDIENCE },
      requiredClaims: ['exp', 'iat', 'sub', 'sid', 'jti'],
    });

  /** Good in every respect that a signature and the usual claims can show. */
  const GOOD = [
    'a token just like it',
    'a token from a clock that is 2 seconds ahead',
    'a token from a clock that is 2 minutes ahead',
  ];

  for (const name of FORGERY_NAMES)
    it(`is ${GOOD.includes(name) ? 'taken' : 'refused'} by a careful service: ${name}`, async () => {
      const checked = check(await forged(name, genuine));
      if (GOOD.includes(name)) await checked;
      else await assert.rejects(checked);
    });

  it('differs from a genuine one in nothing else', async () => {
    const other = decodeJwt(await forged('a token for another audience', genuine));
    assert.deepEqual({ ...other, aud: AUDIENCE }, decodeJwt(genuine.token));
    const ahead = claimsOf(await forged('a token from a clock that is 2 minutes ahead', genuine));
    assert.ok(ahead.iat > Date.now() / 1_000 + 60 && ahead.exp > ahead.iat);
  });

  it('must be one that somebody knows how to forge', async () => {
    await assert.rejects(
      forged('a golden token', genuine),
      /Nobody can forge "a golden token"; .*nothing at all/,
    );
  });

  it('is told apart by whoever looks at its signature', async () => {
    assert.equal((await signedClaims(genuine.token, genuine.published)).sub, 'u1');
    const stranger = await forged('a token signed by a stranger', genuine);
    await assert.rejects(signedClaims(stranger, genuine.published), /signature verification failed/);
  });

  it('lacks no claim of the contract without being told', async () => {
    const bare = await new SignJWT({ sub: 'u1' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new Uint8Array(32));
    assert.throws(() => claimsOf(bare), /The token's claim iss: /);
  });
});
