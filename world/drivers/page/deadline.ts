/**
 * Playwright waits without an end for a page that hangs, in everything that takes no timeout of its own.
 * @param what hangs, as the beginning of a sentence: "Ada's page".
 * @param ms the longest that it may take.
 * @throws Error when it takes longer; the work itself goes on, and what becomes of it is nobody's any more.
 */
export async function inTime<T>(what: string, work: Promise<T>, ms: number): Promise<T> {
  const clock = AbortSignal.timeout(ms);
  const tooLate = new Promise<never>((_, reject) => {
    clock.addEventListener('abort', () => reject(new Error(`${what} hangs: no answer within ${ms} ms`)));
  });
  work.catch(() => undefined); // When it is too late, what it would have said is no longer asked for.
  return Promise.race([work, tooLate]);
}
