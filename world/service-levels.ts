import { patienceOf } from '../support/patience';

/**
 * The budgets of the wire contract ("Service levels"), in milliseconds, and how long the suite is prepared to wait
 * for anything. A journey waits as long as its budget allows and reports what it measured; it is no benchmark.
 */
export const SERVICE_LEVELS = {
  websocket_connected: 2_000,
  question_heard: 2_000,
  first_agent_event: 5_000,
  /** From a question to the first words of its answer. */
  first_word: 10_000,
  tool_result: 30_000,
  event_delivery: 500,
  /** From a network that is back until the chat has everything and goes on; a page waits up to half of it by itself. */
  reconnected: 5_000,
  /** Events on their way, by what they tell: that something begins, what was found and said, what is left standing. */
  fast_event: 500,
  medium_event: 1_000,
  slow_event: 5_000,
  /** From an event's arrival at a page until it shows there, by the same paces. */
  page_fast_part: 100,
  page_medium_part: 1_000,
  page_slow_part: 5_000,
  /** From a sign-out until no service takes the session's token any more. */
  sign_out: 1_000,
  platform_start: 16_980,
} as const;

export type ServiceLevel = keyof typeof SERVICE_LEVELS;

/** `--patience`; whoever runs cucumber-js itself may do without it. */
const FACTOR = patienceOf('ACCEPTANCE_PATIENCE', process.env['ACCEPTANCE_PATIENCE'] ?? '1');

/** Waits that the contract gives no figure for. */
export const PATIENCE = scaled({
  /** An HTTP answer. */
  response: 5_000,
  /** The whole answer to a question, tools included. */
  answer: 10_000,
  /** A change on its way from one service to another. */
  propagation: 5_000,
  /** A mail on its way. */
  mail: 5_000,
  /** A client frame's answer, by an event or an error. */
  reply: 5_000,
  /** A file with everything that a person said. */
  file: 15_000,
  /** A page on its way, or what it shows after something was done to it. */
  page: 5_000,
  /** A token, until a page has a new one. */
  renewal: 5_000,
  /** A service or an engine on its way up. */
  restart: 15_000,
  /** What goes on in one part, until it shows in the health of another. */
  health: 5_000,
  /** The usage figures of something that was just done. */
  figures: 5_000,
});

function scaled<Name extends string>(waits: Readonly<Record<Name, number>>): Readonly<Record<Name, number>> {
  const entries = Object.entries<number>(waits).map(([name, ms]) => [name, ms * FACTOR] as const);
  return Object.fromEntries(entries) as Record<Name, number>;
}
