import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { EnvironmentFault } from './faults';
import { faultyLink } from './network/network-fault';

const variantFile = z.strictObject({
  name: z.string().min(1),
  /** Path from the project's root -> the text that is bundled in its place. */
  sources: z.record(z.string().regex(/^platform\//), z.string()),
  /** Service -> variables that its environment has besides, or instead. */
  settings: z.record(z.string(), z.record(z.string(), z.string())),
  /** What is wrong between the parts of every instance: from its start on, or only once it is ready. */
  network: z.array(faultyLink.extend({ since: z.enum(['start', 'ready']) })).default([]),
});

/** A platform that differs from the sources and settings in the tree, without any of them being touched. */
export type Variant = z.infer<typeof variantFile>;

export const NO_VARIANT: Variant = { name: '', sources: {}, settings: {}, network: [] };

const PAGES = 'platform/frontend/web/';
/** What every service is made with. */
const SHARED = 'platform/kit/';

/**
 * @param file JSON, as docs/platform.md has it under "Variants"; undefined for the platform as it is
 * @throws EnvironmentFault when it cannot be read, or is not as agreed
 */
export function readVariant(file: string | undefined): Variant {
  if (file === undefined) return NO_VARIANT;
  const fault = (why: string) =>
    new EnvironmentFault(`PLATFORM_VARIANT is no variant of the platform: ${file}: ${why}.`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw fault(cause instanceof Error ? cause.message : String(cause));
  }
  const read = variantFile.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw fault(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as agreed'}`);
}

/** The part of a variant that changes the pages; undefined where none does. */
export function pagesOf({ sources }: Variant): Record<string, string> | undefined {
  const pages = Object.entries(sources).filter(([path]) => path.startsWith(PAGES));
  return pages.length === 0 ? undefined : Object.fromEntries(pages);
}

/** Whether a process whose code is in that workspace (`platform/backend`) is made of a source that the variant changes. */
export function changes({ sources }: Variant, workspace: string): boolean {
  return Object.keys(sources).some(
    (path) => !path.startsWith(PAGES) && (path.startsWith(`${workspace}/`) || path.startsWith(SHARED)),
  );
}

/** Names a set of changed sources: the same for the same ones. */
export function fingerprintOf(sources: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 12);
}
