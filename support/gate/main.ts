import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readHistory } from '../../reports/documentation/history/history-file';
import { DEFAULT_OUTPUT } from '../../reports/files/output-directory';
import type { Summary } from '../../reports/summary-schema';
import { counted } from '../../reports/terminal/text';
import { runCommand } from '../command';
import { Sentence } from '../sentence';
import { readRules } from './rules';
import { summaryIn } from './summary-file';
import { checksOf, isYes, type Check } from './verdict';

const HELP = `npm run gate -- [options]

  --summary FILE  the run to judge (default reports/output/summary.json)
  --history FILE  earlier runs, to find flakes in (default history.json beside it)
  --rules FILE    what is allowed (default gate.yaml)
  --help          this text

Says whether what the run looked at may be deployed. Exit code 0 if every rule is kept, 1 if one is not, 2 if there is
nothing that could be judged.
`;

const MOST_NAMED = 6;

async function main(argv: readonly string[]): Promise<number> {
  const options = optionsIn(argv);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const path = options.summary ?? join(DEFAULT_OUTPUT, 'summary.json');
  const summary = summaryIn(path);
  const rules = readRules(options.rules ?? 'gate.yaml', summary.run.target);
  const { history, complaint } = readHistory(options.history ?? join(dirname(path), 'history.json'));
  if (complaint !== null)
    throw new Sentence(`${complaint} Flakes cannot be found in it; name another with --history FILE.`);
  const checks = checksOf(summary, history, rules);
  process.stdout.write(told(checks, summary));
  return isYes(checks) ? 0 : 1;
}

function optionsIn(argv: readonly string[]) {
  const options = {
    summary: { type: 'string' },
    history: { type: 'string' },
    rules: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0] ?? '';
    throw new Sentence(`${why}; the options are --summary, --history, --rules and --help.`, { cause });
  }
}

function told(checks: readonly Check[], { run }: Summary): string {
  const width = Math.max(...checks.map(({ rule }) => rule.length));
  const allowed = Math.max(...checks.map((check) => check.allowed.length));
  const lines = checks.flatMap((check) => {
    const line = `  ${check.kept ? '✓' : '✗'} ${check.rule.padEnd(width)}  ${check.allowed.padEnd(allowed)}  ${check.found}`;
    if (check.kept || check.which.length === 0) return [line.trimEnd()];
    const named = check.which.slice(0, MOST_NAMED).join(', ');
    const more = check.which.length - MOST_NAMED;
    return [line.trimEnd(), `      ${named}${more > 0 ? ` and ${more} more` : ''}`];
  });
  const broken = checks.filter(({ kept }) => !kept).length;
  const verdict =
    broken === 0
      ? 'Yes: every rule is kept, this may be deployed.'
      : `No: ${counted(broken, 'rule is', 'rules are')} broken, this must not be deployed.`;
  const commit = run.commit?.slice(0, 8) ?? 'an unknown commit';
  return `The run of ${run.started_at} against ${run.target ?? 'an unknown target'}, of ${commit}\n\n${lines.join('\n')}\n\n${verdict}\n`;
}

runCommand(main);
