import { useCallback, useEffect, useState } from 'react';
import { health } from '../browser';
import { referenceFor, sentenceFor } from './call';

export type Loaded<T> =
  | { kind: 'loading' }
  | { kind: 'failed'; sentence: string; reference?: string | undefined }
  | { kind: 'ready'; value: T };

/** Loads something when it is first shown, and again when asked to. `load` must not change from render to render. */
export function useLoaded<T>(load: () => Promise<T>): {
  loaded: Loaded<T>;
  again: () => void;
  set: (value: T) => void;
} {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' });
  const set = useCallback((value: T) => setLoaded({ kind: 'ready', value }), []);
  const again = useCallback(() => {
    load().then(set, (cause: unknown) => {
      health.askNow();
      setLoaded({ kind: 'failed', sentence: sentenceFor(cause), reference: referenceFor(cause) });
    });
  }, [load, set]);
  useEffect(again, [again]);
  return { loaded, again, set };
}
