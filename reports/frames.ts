import type { Facts } from './run/facts';
import type { Summary } from './summary-schema';

/**
 * What all scenarios together saw on the chat sockets.
 * @param known every type of event that the message contract has
 */
export function framesOf(facts: readonly Facts[], known: readonly string[]): Summary['frames'] {
  const byType: Record<string, number> = {};
  for (const { frames } of facts)
    for (const [type, count] of Object.entries(frames.checked)) byType[type] = (byType[type] ?? 0) + count;
  return {
    checked: Object.values(byType).reduce((sum, count) => sum + count, 0),
    by_type: byType,
    never_seen: known.filter((type) => !byType[type]),
    sent: facts.reduce((sum, { frames }) => sum + frames.sent, 0),
  };
}
