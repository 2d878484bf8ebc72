import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The suite's own copy of the contract: what a platform publishes may be as wrong as what it sends. */
export const published = JSON.parse(readFileSync(join(__dirname, 'events.schema.json'), 'utf8')) as {
  $defs?: Record<string, unknown>;
  server: Record<string, object>;
  client: Record<string, object>;
};

/** Every event type a platform may send, in the contract's order. */
export const EVENT_TYPES: readonly string[] = Object.keys(published.server);
