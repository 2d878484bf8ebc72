/** What a close code of the chat socket asks of this side. */
export type Consequence =
  | { kind: 'reconnect' }
  /** The access token is no longer good: with a new one, at once. */
  | { kind: 'renew' }
  | { kind: 'log_in' }
  /** The server wants to be left alone for a while; the person is told why. */
  | { kind: 'patience'; sentence: string };

const TOO_MANY = 'The chat is open in too many places. Close one of them; we keep trying.';
const TOO_FAST = 'That was a little fast for us. We reconnect in a moment.';
const TOO_BUSY = 'The chat is very busy at the moment. We keep trying.';

const CONSEQUENCES: Readonly<Record<number, Consequence>> = {
  4001: { kind: 'log_in' },
  4002: { kind: 'log_in' },
  4003: { kind: 'renew' },
  4004: { kind: 'log_in' },
  4008: { kind: 'patience', sentence: TOO_MANY },
  4029: { kind: 'patience', sentence: TOO_FAST },
  1013: { kind: 'patience', sentence: TOO_BUSY },
};

/** Every other code, 1006 and 1012 included, is a connection that was lost. */
export function consequenceOf(code: number): Consequence {
  return CONSEQUENCES[code] ?? { kind: 'reconnect' };
}
