/**
 * Which names stand for a secret, and which of their values are spared.
 *
 * A name is compared in lower case without `-` and `_`, and counts when it ends in one of the words below
 * (`newPassword`, `x-csrf-token`, `OPENAI_API_KEY`).
 *  - Every non-empty string under such a name is a secret, however it looks: a password may be a plain word.
 *    Numbers, booleans, null and the empty string stay, because they tell that nothing was there.
 *  - `code` is the exception: it names one-time codes, but also error codes (`email_taken`, `ECONNREFUSED`),
 *    SQL states (`23505`), close codes (`4001`) and snippets of source. A code is taken for a secret if it is one
 *    opaque run of at least six characters that is not made of words. A secret code that looks like a word
 *    (`correcthorse`) must be registered by whoever asked for it.
 */

const STRONG = [
  'password',
  'passwd',
  'passphrase',
  'passwordhash',
  'secret',
  'token',
  'cookie',
  'cookies',
  'authorization',
  'credential',
  'credentials',
  'apikey',
  'privatekey',
  'codeverifier',
  'otp',
];
const CODE =
  /^(?:(?:oauth|auth|authorization|verification|onetime|otp|login|device|user|invite|recovery))?code$/;

/** What stands in the place of a secret: `[redacted:<kind>]`. */
export type SecretKind =
  | 'password'
  | 'token'
  | 'jwt'
  | 'code'
  | 'secret'
  | 'cookie'
  | 'authorization'
  | 'credential'
  | 'private-key'
  | 'hash';

const MARKER = /^\[redacted:[a-z-]+\]$/;

export const marker = (kind: SecretKind): string => `[redacted:${kind}]`;
export const isMarker = (text: string): boolean => MARKER.test(text);

/** The kind of secret that a value under this name would be; null if the name says nothing. */
export function kindOfName(name: string): SecretKind | null {
  if (/\s/.test(name)) return null; // A sentence, not a name.
  const plain = name.toLowerCase().replace(/[-_.]/g, '');
  if (CODE.test(plain)) return 'code';
  const word = STRONG.find((ending) => plain.endsWith(ending));
  switch (word) {
    case undefined:
      return null;
    case 'password':
    case 'passwd':
    case 'passphrase':
      return 'password';
    case 'passwordhash':
      return 'hash';
    case 'token':
      return 'token';
    case 'cookie':
    case 'cookies':
      return 'cookie';
    case 'authorization':
      return 'authorization';
    case 'credential':
    case 'credentials':
      return 'credential';
    case 'privatekey':
      return 'private-key';
    default:
      return 'secret';
  }
}

/** Whether this string, found under a name of this kind, is a secret. */
export function isSecretValue(kind: SecretKind, value: string): boolean {
  if (value === '' || isMarker(value)) return false;
  return kind === 'code' ? isOpaque(value) : true;
}

/** Words as codes are made of: `email_taken`, `expired`, `ECONNREFUSED`, `UND_ERR_SOCKET`. With dashes it is a secret. */
export function isWords(value: string): boolean {
  return (
    /^[A-Za-z][a-z]{0,15}(?:_[a-z]{1,16})*$/.test(value) ||
    /^E[A-Z]{2,15}$/.test(value) ||
    /^[A-Z]{2,16}(?:_[A-Z0-9]{1,16})+$/.test(value)
  );
}

/** One run of at least six characters as tokens are written in, and not words. */
export function isOpaque(value: string): boolean {
  return /^[A-Za-z0-9._~+/=%:-]{6,}$/.test(value) && !isWords(value);
}
