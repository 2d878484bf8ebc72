import { readFileSync } from 'node:fs';
import { summarySchema, type Summary } from '../../reports/summary-schema';
import { Sentence } from '../sentence';

/** @throws Sentence where there is no summary of a run. */
export function summaryIn(path: string): Summary {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Sentence(
      `There is no ${path} to judge; run npm run acceptance first, or name one with --summary FILE.`,
      { cause },
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Sentence(`${path} is not JSON, so there is nothing to judge; run npm run acceptance again.`, {
      cause,
    });
  }
  const read = summarySchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Sentence(
    `${path} is no summary of a run: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not as agreed'}. Run npm run acceptance again.`,
  );
}
