import { useSyncExternalStore } from 'react';
import { session } from '../browser';
import type { SessionState } from './session';

export function useSession(): SessionState {
  return useSyncExternalStore(session.state.watch, session.state.get);
}
