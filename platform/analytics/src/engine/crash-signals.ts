/** What the machine, or the engine itself, sends when memory is not as it should be. */
const CRASHES = ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT', 'SIGTRAP'] as const;

/**
 * Lets a crash end the process at once. The engine installs handlers that wait for minutes for a log thread that only
 * ClickHouse's own server has: until then the process would hang, and nobody would start another. Node puts a signal's
 * default action back when its last listener goes. To be called once the engine is loaded.
 */
export function letCrashesEndTheProcess(): void {
  const listener = () => undefined;
  for (const signal of CRASHES) process.on(signal, listener).off(signal, listener);
}
