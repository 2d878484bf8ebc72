import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C Trace Context (https://www.w3.org/TR/trace-context/): 16 and 8 bytes, lower-case hex. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
}

const storage = new AsyncLocalStorage<Trace>();
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The trace named by a `traceparent` header, or a new one where the header is absent or malformed. */
export function traceFrom(traceparent: string | string[] | undefined): Trace {
  const match = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null;
  const traceId = match?.[1];
  const usable = traceId !== undefined && !/^0+$/.test(traceId);
  return { traceId: usable ? traceId : hex(16), spanId: hex(8) };
}

/** Runs `work` so that everything it awaits, logs and calls belongs to `trace`. */
export function inTrace<T>(trace: Trace, work: () => T): T {
  return storage.run(trace, work);
}

/** Makes the rest of the current asynchronous execution belong to `trace`; for hooks that cannot wrap. */
export function enterTrace(trace: Trace): void {
  storage.enterWith(trace);
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** The header that passes the current trace on: the same trace, a span of its own. */
export function traceparent(trace: Trace | undefined = currentTrace()): string {
  return `00-${trace?.traceId ?? hex(16)}-${hex(8)}-01`;
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** Goes on with a trace of which only the id is known: kept with a job, or named by a client. */
export function continueTrace(traceId: string): Trace {
  return { traceId, spanId: hex(8) };
}
