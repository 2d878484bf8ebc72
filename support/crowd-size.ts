import { Sentence } from './sentence';

/** An instance works on so many answers at once; with more people some would wait for others. */
export const MOST_USERS = 60;

/**
 * How many people come at once where a scenario is about many.
 * @param setting where the figure comes from, for the message
 * @throws Sentence for what is no such figure
 */
export function crowdSizeOf(setting: string, text: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_USERS) return Number(text);
  throw new Sentence(
    `${setting} takes a whole number from 1 to ${MOST_USERS}, not "${text}"; for more people there is npm run load.`,
  );
}

/** `--users`; 1 where nothing is said: each scenario has a least number of its own. */
export function crowdSize(): number {
  return crowdSizeOf('ACCEPTANCE_USERS', process.env['ACCEPTANCE_USERS'] ?? '1');
}
