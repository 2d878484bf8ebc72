const FIRST_MS = 250;
const LONGEST_MS = 10_000;
/** Where the server asked for patience, the first pauses are left out. */
const PATIENT_FROM = 4;

/**
 * How long to wait before the next attempt to connect: 0.25 s, doubled up to 10 s, less up to half of it by chance, so
 * that a restarted server does not get everybody back at once.
 * @param attempt attempts since the last connection, from 0
 * @param random from 0 to 1
 */
export function pauseBefore(attempt: number, random: number, { patient = false } = {}): number {
  const step = patient ? Math.max(attempt, PATIENT_FROM) : attempt;
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(step, 10));
  return Math.round(whole * (1 - random / 2));
}
