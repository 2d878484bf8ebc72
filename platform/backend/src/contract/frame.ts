import { currentTrace } from '@reference/kit/trace';
import { randomUUID } from 'node:crypto';
import type { ServerPayloads, ServerType } from './events';

/** What a frame is about, where it is about something. */
export interface Subject {
  readonly thread_id?: string;
  readonly run_id?: string;
}

/** An event of a person before it got its place (`seq`) in their stream. */
export interface Frame<T extends ServerType = ServerType> extends Subject {
  readonly type: T;
  readonly id: string;
  readonly timestamp: string;
  readonly trace_id: string;
  readonly payload: ServerPayloads[T];
}

/** Stamps an event with id, time and the trace at hand. */
export function frame<T extends ServerType>(
  type: T,
  payload: ServerPayloads[T],
  about: Subject = {},
): Frame<T> {
  const trace = currentTrace();
  if (!trace) throw new Error(`the event ${type} belongs to no trace`);
  return {
    type,
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    trace_id: trace.traceId,
    ...about,
    payload,
  };
}
