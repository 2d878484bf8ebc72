import { useState, type SubmitEvent } from 'react';
import { health } from '../browser';
import { referenceFor, Refused, sentenceFor } from './call';

/** Why something was not done. `code` is the service's, or `incomplete` for what was not sent at all. */
export interface Refusal {
  code: string;
  sentence: string;
  /** What support asks for, where the service failed. */
  reference?: string | undefined;
}

export interface Submission {
  busy: boolean;
  refusal: Refusal | undefined;
  /** Runs the work once at a time; true if it went well. */
  run: (work: () => Promise<void>) => Promise<boolean>;
  /** The same for a form, without the page being loaded anew. */
  submit: (work: () => Promise<void>) => (event: SubmitEvent) => void;
}

/** Thrown by a form that misses something, before anything is sent. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete';
}

export function useSubmission(): Submission {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const run = async (work: () => Promise<void>) => {
    if (busy) return false;
    setBusy(true);
    setRefusal(undefined);
    try {
      await work();
      return true;
    } catch (cause) {
      setRefusal(refusalFrom(cause));
      if (!(cause instanceof Incomplete || (cause instanceof Refused && !cause.isPassing))) health.askNow();
      return false;
    } finally {
      setBusy(false);
    }
  };
  const submit = (work: () => Promise<void>) => (event: SubmitEvent) => {
    event.preventDefault();
    void run(work);
  };
  return { busy, refusal, run, submit };
}

export function refusalFrom(cause: unknown): Refusal {
  if (cause instanceof Incomplete) return { code: 'incomplete', sentence: cause.message };
  const code = cause instanceof Refused ? cause.code : 'unreachable';
  return { code, sentence: sentenceFor(cause), reference: referenceFor(cause) };
}
