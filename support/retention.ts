import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Trace } from '../world/drivers/witnesses';

const schema = z.strictObject({
  retained: z.array(z.strictObject({ where: z.string(), reason: z.string().min(10), at_most: z.string() })),
});

const FILE = join(__dirname, '..', 'requirements', 'retention.yaml');

/** The places in which a name may outlive its account, as patterns with `*`. */
export function retainedPlaces(text = readFileSync(FILE, 'utf8')): string[] {
  return schema.parse(parse(text)).retained.map(({ where }) => where);
}

/** What is left of someone and should not be. */
export function residue(traces: readonly Trace[], retained: readonly string[]): Trace[] {
  return traces.filter(({ where }) => !retained.some((pattern) => fits(where, pattern)));
}

function fits(where: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(where);
}
