import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { PlatformUnderTest } from '../../../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../../../evidence/recorder';
import type { Finding } from '../../environment';
import { look, LOOK_DEADLINE_MS, reasonIn } from './asking';
import type { Clock } from './stores';

/** By how much clocks may differ: a token's leeway is smaller nowhere that it matters. */
const CLOCKS_APART_MS = 5_000;
/** The `Date` of an HTTP answer has no more than seconds. */
const GRAIN_MS = 1_000;
/** "No token provided": the socket was opened, so its origin is one of the product's. */
const NO_TOKEN = 4001;
/** Members of a JSON Web Key that only its owner may know (RFC 7518, 6.2.2, 6.3.2 and 6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Clocks that are apart make valid tokens look expired, and figures come before what they count. */
export function clockOf({ what, says, at }: Clock): Finding {
  const apart = Math.round((says - at) / 1_000);
  const place = {
    topic: 'clocks',
    what,
    found: apart === 0 ? 'the same time' : `${apart} s apart`,
  } as const;
  if (Math.abs(says - at) <= CLOCKS_APART_MS + GRAIN_MS) return place;
  const way = apart > 0 ? 'ahead of' : 'behind';
  const sentence = `the clock of ${what} is ${Math.abs(apart)} s ${way} this machine's: valid tokens would look expired; set both by one time server`;
  return { ...place, fault: { kind: 'differs', sentence } };
}

/** The keys that tokens are checked with: there are some, and none of them is the one that signs. */
export async function publishedKeys(auth: string, evidence: EvidenceRecorder): Promise<Finding> {
  const url = `${auth}/.well-known/jwks.json`;
  const place = { topic: 'keys', what: 'the published keys' } as const;
  const differs = (sentence: string): Finding => ({
    ...place,
    found: '',
    fault: { kind: 'differs', sentence },
  });
  const seen = await look(evidence, 'auth', url).catch((cause: unknown) => reasonIn(cause));
  if (typeof seen === 'string') return differs(`no keys can be read at ${url} (${seen}); publish them there`);
  const keys = (seen.body as { keys?: unknown } | null)?.keys;
  if (seen.status !== 200 || !Array.isArray(keys) || keys.length === 0)
    return differs(
      `${url} publishes no keys (status ${seen.status}): nobody could check a token; publish them, or give the target a shared secret (tokens.shared_secret)`,
    );
  const open = keys.flatMap((key: object) => PRIVATE_MEMBERS.filter((member) => member in key));
  if (open.length > 0)
    return differs(
      `${url} publishes private parts of keys (${[...new Set(open)].join(', ')}): anybody could make tokens; take them out, and change the keys`,
    );
  return { ...place, found: keys.length === 1 ? 'one key' : `${keys.length} keys` };
}

/** Whether sockets may be opened from the address at which people have the pages: without a token, so nobody is let in. */
export async function originOf(chat: string, origin: string, evidence: EvidenceRecorder): Promise<Finding> {
  const place = { topic: 'origin', what: `sockets from ${origin}` } as const;
  const told = await knock(chat, origin);
  evidence.exchange({ actor: 'the suite', peer: 'backend', kind: 'websocket', what: `knocked: ${told}` });
  if (told === `closed ${NO_TOKEN}`) return { ...place, found: 'may be opened' };
  const sentence = `the backend takes no sockets from the origin ${origin} (${told}): add it to the origins that it allows, or correct origin in the target`;
  return { ...place, found: told, fault: { kind: 'differs', sentence } };
}

async function knock(chat: string, origin: string): Promise<string> {
  const socket = new WebSocket(chat, { origin, handshakeTimeout: LOOK_DEADLINE_MS });
  const signal = AbortSignal.timeout(LOOK_DEADLINE_MS);
  socket.on('error', () => undefined); // Who awaits the end of it hears of it below.
  const turnedAway = once(socket, 'unexpected-response', { signal }).then(
    ([, response]) => `status ${(response as IncomingMessage).statusCode ?? '?'}`,
  );
  const closed = once(socket, 'close', { signal }).then(([code]) => `closed ${String(code)}`);
  const told = await Promise.race([turnedAway, closed]).catch((cause: unknown) => reasonIn(cause));
  [turnedAway, closed].forEach((one) => void one.catch(() => undefined)); // Whichever was not first.
  socket.terminate();
  return told;
}

/** Whether the auth service knows the backend by its secret: it is asked about a token that nobody has. */
export async function secretsOf(
  auth: string,
  { service_credentials }: PlatformUnderTest,
  evidence: EvidenceRecorder,
): Promise<readonly Finding[]> {
  if (!service_credentials) return [];
  const place = { topic: 'secrets', what: "the backend's secret at the auth service" } as const;
  const headers = {
    authorization: `Basic ${Buffer.from(`backend:${service_credentials.backend_at_auth}`).toString('base64')}`,
  };
  const request = { method: 'POST', data: { token: 'made.up.token' }, headers } as const;
  const seen = await look(evidence, 'auth', `${auth}/auth/validate`, request).catch((cause: unknown) =>
    reasonIn(cause),
  );
  if (typeof seen !== 'string' && seen.status === 200) return [{ ...place, found: 'is known' }];
  const why = typeof seen === 'string' ? seen : `status ${seen.status}`;
  const sentence = `the auth service does not know the backend by its secret (${why}): nobody's token could be checked; give both the same`;
  return [{ ...place, found: why, fault: { kind: 'differs', sentence } }];
}
