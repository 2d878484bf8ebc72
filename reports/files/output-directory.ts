import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a run leaves its results, unless `ACCEPTANCE_OUTPUT` or the formatter's options say otherwise. */
export const DEFAULT_OUTPUT = join(__dirname, '..', 'output');

export const FILES = {
  messages: 'messages.ndjson',
  junit: 'junit.xml',
  html: 'cucumber.html',
  summary: 'summary.json',
  evidence: 'evidence',
  jobSummary: 'job-summary.md',
  badge: 'badge.svg',
  documentation: 'living-documentation',
  documentationFile: 'living-documentation.html',
} as const;

/**
 * Makes the directory and takes the last run's results out of it, so that a run that dies leaves nothing that could be
 * mistaken for its own. What others keep there is left alone.
 */
export function prepareOutput(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const name of Object.values(FILES)) rmSync(join(directory, name), { recursive: true, force: true });
}

/** Readers see the old file or the new one, never half of it. */
export function writeWhole(path: string, content: string): void {
  const unfinished = `${path}.${process.pid}.unfinished`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}
