import type { LogLine } from '../drivers/operations';
import type { JourneyWorld } from '../journey-world';

/** Of one scenario; whoever logs more than this says nothing with the rest. */
const MOST_LINES = 400;
const LONGEST_LINE = 1_000;

/**
 * What the services logged about this scenario, oldest first: for whoever reads afterwards what travelled among them.
 * Asked for before anybody is cleaned up, and no evidence that anything works: a platform whose logs cannot be read has
 * none.
 */
export async function logsOf(world: JourneyWorld): Promise<readonly LogLine[]> {
  if (!world.stage.platform.control) return [];
  world.evidence.endJourney();
  const lines = await world.stage.drivers.shared.operations.logs(world.traceId).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    return [{ time: new Date().toISOString(), level: 'warn', service: 'launcher', msg: `no logs: ${why}` }];
  });
  return lines.filter((line) => JSON.stringify(line).length <= LONGEST_LINE).slice(0, MOST_LINES);
}
