import { isMarker, isOpaque, isSecretValue, isWords, kindOfName, marker } from './names';

/** Secrets recognised by their shape or by the name beside them, in any text: logs, headers, URLs, inspected objects. */

// Bounded, and only from the start of a word: a long run of base64 must not be searched from each of its characters.
const WORDS = String.raw`[\w.-]{0,40}?(?:passwo?r?d|passphrase|password_?hash|secret|token|cookies?|authorization|credentials?|api[_-]?key|private[_-]?key|code[_-]?verifier|otp|code)`;
const NAME = String.raw`(?<![\w.-])${WORDS}`;
const rule = (pattern: string, flags = 'gi'): RegExp => new RegExp(pattern, flags);

const SECRET_WORDS =
  /passw|passphrase|secret|token|cookie|authorization|credential|api[_-]?key|private[_-]?key|verifier|otp|code/i;

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

type Replace = (text: string) => string;

/** Searching for a word that must be there costs little; most texts hold few of them, so most patterns are never tried. */
const PASSES: readonly (readonly [needs: RegExp, replace: Replace])[] = [
  [/PRIVATE KEY/, (text) => text.replace(PRIVATE_KEY, marker('private-key'))],
  [/eyJ/, (text) => text.replace(JWT, marker('jwt'))],
  [/\$(?:argon2|2[aby]\$)/, (text) => text.replace(PASSWORD_HASH, marker('hash'))],
  [
    /:\/\//,
    (text) => text.replace(URL_CREDENTIALS, (_all, before: string) => `${before}:${marker('password')}@`),
  ],
  [/\bkty\b/, redactJwk],
  [/[:=]|%3d/i, (text) => (SECRET_WORDS.test(text) ? redactNamed(text) : text)],
  [
    /cookie/i,
    (text) => text.replace(COOKIE_HEADER, (_all, before: string) => `${before}${marker('cookie')}`),
  ],
  [/bearer|basic/i, redactSchemes],
  [/:[ \t]/, (text) => (SECRET_WORDS.test(text) ? redactUnquoted(text) : text)],
];

/** @returns the same string if it holds nothing that looks like a secret. Applying it twice changes nothing more. */
export function redactShapes(text: string): string {
  return PASSES.reduce((soFar, [needs, replace]) => (needs.test(soFar) ? replace(soFar) : soFar), text);
}

function redactJwk(text: string): string {
  return text.replace(
    JWK_MEMBER,
    (_all, before: string, _name, quote: string) => `${before}${quote}${marker('private-key')}${quote}`,
  );
}

function redactNamed(text: string): string {
  const listed = text.includes('[') ? text.replace(LISTED, redactList) : text;
  const quoted = /["'`]/.test(listed) ? redactQuoted(listed) : listed;
  const assigned = quoted.includes('=') ? redactAssigned(quoted) : quoted;
  return /%3d/i.test(assigned)
    ? assigned.replace(ASSIGNED_ENCODED, (all, before: string, name: string, value: string) =>
        replaced(name, value, (mark) => `${before}${mark}`, all),
      )
    : assigned;
}

function redactList(all: string, before: string, _quote: string, name: string, items: string): string {
  const quote = /\\*["']/.exec(items)?.[0];
  const kind = kindOfName(name);
  return quote && kind && kind !== 'code' ? `${before}[${quote}${marker(kind)}${quote}]` : all;
}

function redactQuoted(text: string): string {
  return text
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
    .replace(QUOTED_NUMBER, (_all, before: string) => `${before}"${marker('password')}"`);
}

function redactAssigned(text: string): string {
  return text.replace(ASSIGNED, (all, before: string, name: string, value: string) =>
    sparedInProse(before, name, value)
      ? all
      : replaced(name, value, (mark) => `${before}${name}=${mark}`, all),
  );
}

function redactSchemes(text: string): string {
  return text
    .replace(BEARER, (all, scheme: string, gap: string, value: string) =>
      /^[a-z]+[.]?$/i.test(value) && value.length < 20 ? all : `${scheme}${gap}${marker('token')}`,
    )
    .replace(BASIC, (all, scheme: string, gap: string, value: string) =>
      /\d|[a-z][A-Z]|=$/.test(value) ? `${scheme}${gap}${marker('credential')}` : all,
    )
    .replace(SUBPROTOCOL, (all, value: string) => (isWords(value) ? all : `bearer.${marker('token')}`));
}

function redactUnquoted(text: string): string {
  return text.replace(UNQUOTED, (all, before: string, name: string, value: string) => {
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
