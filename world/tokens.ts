import {
  base64url,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { z } from 'zod';
import { registerSecret } from '../reports/redaction';

const ALGORITHM = 'ES256';
const MINUTE_S = 60;

/** The claims that the wire contract promises (times in seconds since the epoch, RFC 7519). */
const claimSet = z.object({
  iss: z.string().min(1),
  aud: z.string().min(1),
  sub: z.string().min(1),
  sid: z.string().min(1),
  jti: z.string().min(1),
  email: z.string(),
  plan: z.string(),
  iat: z.number(),
  exp: z.number(),
});

export type Claims = z.infer<typeof claimSet>;

/** What a token says, whoever signed it. @throws when it lacks a claim of the contract. */
export function claimsOf(token: string): Claims {
  const read = claimSet.safeParse(decodeJwt(token));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(
    `The token's claim ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'is not as agreed'}`,
  );
}

/** The claims of a token that one of these keys signed. @throws with jose's reason when none did. */
export async function signedClaims(token: string, published: JSONWebKeySet): Promise<Claims> {
  await jwtVerify(token, createLocalJWKSet(published), { algorithms: [ALGORITHM] });
  return claimsOf(token);
}

/** The claims of a token that was signed with one secret, which whoever checks it shares. @throws with jose's reason. */
export async function claimsUnder(token: string, secret: string): Promise<Claims> {
  await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
  return claimsOf(token);
}

/** The id of the published key that signed the token. @throws with jose's reason when none did. */
export async function signedBy(token: string, published: JSONWebKeySet): Promise<string> {
  const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(published), {
    algorithms: [ALGORITHM],
  });
  return protectedHeader.kid ?? 'a key without an id';
}

export interface Original {
  readonly token: string;
  readonly refreshToken: string;
  readonly published: JSONWebKeySet;
  /** The platform's own, so that what is forged differs from what is genuine in one thing alone. */
  readonly signingKey: JWK;
}

type Forge = (original: Original) => Promise<string> | string;

/** Tokens that differ from a genuine one in what they are called by, and in nothing else; `''` is none at all. */
const FORGERIES: Readonly<Record<string, Forge>> = {
  'a token just like it': (original) => signed(original, {}),
  'a token from a clock that is 2 seconds ahead': (original) => signed(original, { iat: now() + 2 }),
  'nothing at all': () => '',
  'a token that nobody signed': ({ token }) =>
    `${encoded({ ...decodeProtectedHeader(token), alg: 'none' })}.${token.split('.')[1] ?? ''}.`,
  'a token signed with the published key as a password': ({ token, published }) =>
    new SignJWT({ ...claimsOf(token) })
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'HS256' })
      .sign(new TextEncoder().encode(JSON.stringify(published.keys[0]))),
  'a token signed by a stranger': async ({ token }) => {
    const { privateKey } = await generateKeyPair(ALGORITHM);
    return new SignJWT({ ...claimsOf(token) }).setProtectedHeader(headerOf(token)).sign(privateKey);
  },
  'a token for another audience': (original) => signed(original, { aud: 'billing' }),
  'a token from another issuer': (original) => signed(original, { iss: 'https://elsewhere.example.org' }),
  'a token that expired a minute ago': (original) =>
    signed(original, { iat: now() - 2 * MINUTE_S, exp: now() - MINUTE_S }),
  'a token that is not good for another minute': (original) => signed(original, { nbf: now() + MINUTE_S }),
  'a token from a clock that is 2 minutes ahead': (original) =>
    signed(original, { iat: now() + 2 * MINUTE_S, exp: now() + 4 * MINUTE_S }),
  'a token in which the plan was changed': ({ token }) => {
    const [header = '', , signature = ''] = token.split('.');
    return `${header}.${encoded({ ...claimsOf(token), plan: 'enterprise' })}.${signature}`;
  },
  'a token that names an unknown key': (original) => signed(original, {}, 'no-such-key'),
  'the refresh token in its place': ({ refreshToken }) => refreshToken,
};

/** What tokens can be forged, in the words of the features. */
export const FORGERY_NAMES: readonly string[] = Object.keys(FORGERIES);

/** @throws when nothing is called that. */
export async function forged(called: string, original: Original): Promise<string> {
  const forge = FORGERIES[called];
  if (!forge)
    throw new Error(`Nobody can forge "${called}"; what can be forged: ${FORGERY_NAMES.join(', ')}.`);
  const token = await forge(original);
  if (token) registerSecret(token, 'token');
  return token;
}

async function signed(
  { token, signingKey }: Original,
  difference: Record<string, unknown>,
  kid: string = headerOf(token).kid,
): Promise<string> {
  return new SignJWT({ ...claimsOf(token), ...difference })
    .setProtectedHeader({ ...headerOf(token), kid })
    .sign(await importJWK(signingKey, ALGORITHM));
}

function headerOf(token: string): { alg: string; kid: string } {
  const { kid } = decodeProtectedHeader(token);
  if (kid === undefined) throw new Error('The token does not name the key that signed it.');
  return { alg: ALGORITHM, kid };
}

const now = (): number => Math.floor(Date.now() / 1_000);

const encoded = (part: object): string => base64url.encode(JSON.stringify(part));
