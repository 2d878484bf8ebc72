import { Sentence } from './sentence';

const [LEAST, MOST] = [0.1, 10];

/**
 * How many times as long as usual the suite waits for anything that the wire contract gives no budget for.
 * @param setting where the figure comes from, for the message
 * @throws Sentence for what is no such figure
 */
export function patienceOf(setting: string, text: string): number {
  const factor = Number(text);
  if (factor >= LEAST && factor <= MOST) return factor;
  throw new Sentence(`${setting} takes a number from ${LEAST} to ${MOST}, not "${text}".`);
}
