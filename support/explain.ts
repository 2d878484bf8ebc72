import type { LogLine } from '../world/drivers/operations';
import { takePictures } from '../world/evidence/pictures';
import type { JourneyWorld } from '../world/journey-world';

const SHOWN_LINES = 8;
const LOUD = new Set(['warn', 'error', 'fatal']);

/**
 * Adds what the services logged about this scenario to a failure's message, so that the message alone names the
 * service that broke: its warnings and errors, or its last words when it complained of nothing. Pages that are open are
 * pictured as they are now.
 */
export async function explain(failure: Error, world: JourneyWorld): Promise<void> {
  if (!world.isOnStage() || 'explained' in failure) return;
  const pictures = (await takePictures(world)).map((file) => `  picture  ${file}`);
  const told = [...(await whatServicesSay(world)), ...pictures];
  if (told.length === 0) return;
  const addition = `\n${told.join('\n')}`;
  const before = failure.message;
  failure.message = `${before}${addition}`;
  failure.stack = failure.stack?.replace(before, () => failure.message);
  Object.defineProperty(failure, 'explained', { value: true });
}

async function whatServicesSay(world: JourneyWorld): Promise<string[]> {
  if (!world.stage.platform.control) return [];
  const lines = await world.stage.drivers.shared.operations.logs(world.traceId).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    return [{ time: new Date().toISOString(), level: 'warn', service: 'launcher', msg: `no logs: ${why}` }];
  });
  const told = worthTelling(lines).map(oneLine);
  return told.length === 0 ? [] : [...told, `  trace    ${world.traceId}`];
}

export function worthTelling(lines: readonly LogLine[]): LogLine[] {
  const loud = lines.filter(({ level }) => LOUD.has(level));
  return (loud.length > 0 ? loud : lines).slice(-SHOWN_LINES);
}

function oneLine({ time, level, service, msg }: LogLine): string {
  return `  ${service.padEnd(8)} ${time.slice(11, 23)} ${level.toUpperCase()} ${msg}`;
}
