import { isMarker, isOpaque, isSecretValue, isWords, kindOfName, marker } from './names';

/** Secrets recognised by their shape or by the name beside them, in any text: logs, headers, URLs, inspected objects. */

// Bounded, and only from the start of a word: a long run of base64 must not be searched from each of its characters.
const WORDS = String.raw`[\w.-]{0,40}?(?:passwo?r?d|passphrase|password_?hash|secret|token|cookies?|authorization|credentials?|api[_-]?key|private[_-]?key|code[_-]?verifier|otp|code)`;
const NAME = String.raw`(?<![\w.-])${WORDS}`;
const rule = (pattern: string, flags = 'gi'): RegExp => new RegExp(pattern, flags);

const SUSPICIOUS = /eyJ|bearer|basic|[:=]|%3d|\$argon|\$2[aby]\$|PRIVATE KEY/i;

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const JWT = /eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]+){0,3}/g;
const PASSWORD_HASH = /\$(?:argon2|2[aby]\$)[^\s"'`;)}\]\\]+/g;
const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"'<>]*):([^\s@/"'<>]+)@/gi;

/** `"name": "value"`, also inside a string of JSON (`\"name\":\"value\"`), and `name: 'value'` as objects are inspected. */
const QUOTED = rule(String.raw`((\\*)(["'])(${NAME})\2\3\s*[:=]\s*)\2(["'])(.*?)(?<!\\)\2\5`, 'gis');
const QUOTED_PLAIN = rule(String.raw`((["'])(${NAME})\2\s*[:=]\s*)"((?:[^"\\]|\\.)*)"`, 'gis');
const INSPECTED = rule(String.raw`(\b(${NAME})\s*[:=]\s*)(["'${'`'}])((?:(?!\3)[^\\]|\\.)*)\3`, 'gis');
/** A text cut off in the middle of the value, as bodies and log lines are. */
const CUT_OFF = rule(String.raw`((\\*["'])(${NAME})\2\s*:\s*\2)((?:(?!\2).)+)$`);
const QUOTED_NUMBER = rule(String.raw`((["'])([\w.-]*?(?:password|passphrase|otp))\2\s*:\s*)(\d{4,})`);
const LISTED = rule(String.raw`((\\*["']?)(${NAME})\2\s*:\s*)\[(?!\\*["']\[redacted:)([^\]]*)\]`);

/** `name=value` in a query, a form or a log line; and the same percent-encoded inside another URL. */
const ASSIGNED = rule(String.raw`(^|[^\w.-])(${NAME})=([^&\s;,"'<>)}\]#|\\${'`'}]+)`);
const ASSIGNED_ENCODED = rule(String.raw`((?:^|%3F|%26|%23|[?&])(${WORDS})%3D)((?:(?!%26|%23)[\w.~%-])+)`);

const COOKIE_HEADER = /\b((?:set-)?cookie\s*:[ \t]*)(?!\[redacted)([^\r\n"'`<>{}\\]*=[^\r\n"'`<>{}\\]*)/gi;
const BEARER = /\b(bearer)(\s+)(?!(?:realm|scope|error|error_description)=)([A-Za-z0-9._~+/=-]{6,})/gi;
const BASIC = /\b(basic)(\s+)([A-Za-z0-9+/]{8,}={0,2})/gi;
const SUBPROTOCOL = /\bbearer\.([A-Za-z0-9._~+/=-]{12,})/gi;
const UNQUOTED = rule(String.raw`(\b(${NAME})\s*:[ \t]+)(?!bearer\b|basic\b)([^\s"'${'`'},;<>{}()[\]]{6,})`);

/** Members of a JSON Web Key that only its owner may know (RFC 7518, 6.2.2, 6.3.2 and 6.4). */
export const PRIVATE_JWK_MEMBERS: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const JWK_MEMBER = /((\\*["']?)\b(?:d|p|q|dp|dq|qi|k)\2\s*:\s*)(\\*["'])([A-Za-z0-9_-]{16,})\3/g;

/** @returns the same string if it holds nothing that looks like a secret. Applying it twice changes nothing more. */
export function redactShapes(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  const withoutKeys = text
    .replace(PRIVATE_KEY, marker('private-key'))
    .replace(JWT, marker('jwt'))
    .replace(PASSWORD_HASH, marker('hash'))
    .replace(URL_CREDENTIALS, (_all, before: string) => `${before}:${marker('password')}@`);
  const withoutMembers = /\bkty\b/.test(withoutKeys)
    ? withoutKeys.replace(JWK_MEMBER, (_all, before: string, _name, quote: string) => {
        return `${before}${quote}${marker('private-key')}${quote}`;
      })
    : withoutKeys;
  return redactSchemes(redactNamed(withoutMembers));
}

function redactNamed(text: string): string {
  return text
    .replace(LISTED, (all, before: string, _quote, name: string, items: string) => {
      const quote = /\\*["']/.exec(items)?.[0];
      const kind = kindOfName(name);
      return quote && kind && kind !== 'code' ? `${before}[${quote}${marker(kind)}${quote}]` : all;
    })
    .replace(QUOTED_PLAIN, (all, before: string, _quote, name: string, value: string) =>
      replaced(name, value, (mark) => `${before}"${mark}"`, all),
    )
    .replace(QUOTED, (all, before: string, slashes: string, _q, name: string, quote: string, value: string) =>
      replaced(name, value, (mark) => `${before}${slashes}${quote}${mark}${slashes}${quote}`, all),
    )
    .replace(INSPECTED, (all, before: string, name: string, quote: string, value: string) =>
      replaced(name, value, (mark) => `${before}${quote}${mark}${quote}`, all),
    )
    .replace(CUT_OFF, (all, before: string, _quote, name: string, value: string) =>
      replaced(name, value, (mark) => `${before}${mark}`, all),
    )
    .replace(QUOTED_NUMBER, (_all, before: string) => `${before}"${marker('password')}"`)
    .replace(ASSIGNED, (all, before: string, name: string, value: string) =>
      sparedInProse(before, name, value)
        ? all
        : replaced(name, value, (mark) => `${before}${name}=${mark}`, all),
    )
    .replace(ASSIGNED_ENCODED, (all, before: string, name: string, value: string) =>
      replaced(name, value, (mark) => `${before}${mark}`, all),
    );
}

function redactSchemes(text: string): string {
  return text
    .replace(COOKIE_HEADER, (_all, before: string) => `${before}${marker('cookie')}`)
    .replace(BEARER, (all, scheme: string, gap: string, value: string) =>
      /^[a-z]+[.]?$/i.test(value) && value.length < 20 ? all : `${scheme}${gap}${marker('token')}`,
    )
    .replace(BASIC, (all, scheme: string, gap: string, value: string) =>
      /\d|[a-z][A-Z]|=$/.test(value) ? `${scheme}${gap}${marker('credential')}` : all,
    )
    .replace(SUBPROTOCOL, (all, value: string) => (isWords(value) ? all : `bearer.${marker('token')}`))
    .replace(UNQUOTED, (all, before: string, name: string, value: string) => {
      const kind = kindOfName(name);
      return kind && isOpaque(value) ? `${before}${marker(kind)}` : all;
    });
}

function replaced(name: string, value: string, write: (mark: string) => string, otherwise: string): string {
  const kind = kindOfName(name);
  if (!kind || startsWithMarker(value) || !isSecretValue(kind, value)) return otherwise;
  return write(marker(kind));
}

/** `token=expired` in a sentence or a log line is not a token; `?token=expired` in an address is. */
function sparedInProse(before: string, name: string, value: string): boolean {
  if (before === '?' || before === '&') return false;
  return kindOfName(name) !== 'password' && isWords(value);
}

/** Only the whole value or a value cut short by its quotes; what stands behind a marker was looked at before. */
function startsWithMarker(value: string): boolean {
  return isMarker(value) || value.startsWith('[redacted:');
}
