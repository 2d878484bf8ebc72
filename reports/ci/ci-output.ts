import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, writeWhole } from '../files/output-directory';
import type { Result } from '../summarise';
import { money, percent } from '../terminal/text';
import { annotations } from './annotations';
import { BAD, badgeSvg, GOOD } from './badge';
import { jobSummary } from './job-summary';

/**
 * What a CI server shows of a run: a summary in Markdown and a badge, kept among the results; on GitHub the summary
 * also stands on the job's page, and red scenarios beside the lines of their features.
 */
export function writeCiOutput(
  result: Result,
  { directory, env, write }: { directory: string; env: NodeJS.ProcessEnv; write: (text: string) => void },
): void {
  const summary = jobSummary(result);
  writeWhole(join(directory, FILES.jobSummary), summary);
  writeWhole(join(directory, FILES.badge), revenueBadge(result));
  const page = env['GITHUB_STEP_SUMMARY'];
  if (page) appendFileSync(page, summary);
  if (env['GITHUB_ACTIONS'] === 'true') for (const line of annotations(result)) write(`${line}\n`);
}

/** How much of the revenue is protected; never green while something is at risk or could not be tried. */
export function revenueBadge({ summary: { revenue, run } }: Result): string {
  const isRed = run.exit_code !== 0 || revenue.at_risk + revenue.blocked > 0;
  const figure = percent(revenue.shares.protected);
  return badgeSvg({
    label: 'revenue protected',
    figure,
    title: `${figure} of the revenue protected, ${money(revenue.at_risk)} a month at risk`,
    colour: isRed ? BAD : GOOD,
  });
}
