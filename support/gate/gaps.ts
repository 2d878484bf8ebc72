import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_OUTPUT } from '../../reports/files/output-directory';
import type { Summary } from '../../reports/summary-schema';
import { runCommand } from '../command';
import { Sentence } from '../sentence';
import { summaryIn } from './summary-file';

const HELP = `npm run gaps -- [options]

  --summary FILE  the run to look at (default reports/output/summary.json)
  --help          this text

Lists every demand of the plans that no scenario of the run showed, journey by journey, as Markdown. Exit code 0 if there
is none, 1 if there are some, 2 if there is no run to look at.
`;

async function main(argv: readonly string[]): Promise<number> {
  const options = optionsIn(argv);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const summary = summaryIn(options.summary ?? join(DEFAULT_OUTPUT, 'summary.json'));
  const gaps = summary.requirements.filter(({ journey, status }) => journey !== null && status !== 'passed');
  process.stdout.write(told(gaps, summary));
  return gaps.length === 0 ? 0 : 1;
}

function optionsIn(argv: readonly string[]) {
  const options = {
    summary: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0] ?? '';
    throw new Sentence(`${why}; the options are --summary and --help.`, { cause });
  }
}

function told(gaps: Summary['requirements'], { requirements, run }: Summary): string {
  const all = requirements.filter(({ journey }) => journey !== null).length;
  const head = `## Demands without a passing scenario\n\n${gaps.length} of ${all}, in the run of ${run.started_at}\n`;
  const journeys = [...new Set(gaps.map(({ journey }) => journey))];
  const lists = journeys.map((journey) => {
    const own = gaps.filter((gap) => gap.journey === journey);
    return `\n### ${journey ?? ''}\n\n${own.map(({ id, text, status }) => `- **${id}** ${text} (${status})`).join('\n')}\n`;
  });
  return `${head}${lists.join('')}`;
}

runCommand(main);
