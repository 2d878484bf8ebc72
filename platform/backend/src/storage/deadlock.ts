/** PostgreSQL's deadlock_detected. */
const DEADLOCK = '40P01';
const ATTEMPTS = 4;

/**
 * For deletions. A step of an answer that is stored at the same moment locks its run before its thread and the person's
 * other rows; a deletion comes to them from the other side. Where both wait for each other PostgreSQL breaks one off,
 * and that one begins anew.
 * @param work a whole transaction
 */
export async function insteadOfADeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== DEADLOCK || attempt === ATTEMPTS) throw cause;
    }
  }
}
