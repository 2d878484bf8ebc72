import { eventually } from '../../support/eventually';
import type { Actor } from '../actor';
import { PATIENCE } from '../service-levels';

/** Resolves when the backend knows the person: news of a new account take a moment from one service to the other. */
export async function isKnown({ account, name }: Actor): Promise<void> {
  const look = () => account.recognisedBy('backend');
  await eventually(`The backend never knew ${name}`, look, { within: PATIENCE.propagation });
}
