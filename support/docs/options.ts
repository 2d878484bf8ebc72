import { parseArgs } from 'node:util';
import { Sentence } from '../sentence';

export const HELP = `npm run docs -- [options]

Makes the living documentation of the last run anew: reports/output/living-documentation/ and .html.

  --from DIR       of the results in this folder (default reports/output)
  --messages FILE  of Cucumber's messages alone, whoever wrote them; takes --to
  --merge DIR...   of the shards of one run, each the results of npm run acceptance -- -- --shard 1/2, 2/2, ...
  --compare A B    tells what changed from the results in A to those in B: behaviour, states, revenue
  --to DIR         where it is written (default: --from; with --merge reports/output)
  --help           this text
`;

export type DocsOptions =
  | { readonly what: 'help' }
  | { readonly what: 'anew'; readonly from: string; readonly to: string }
  | { readonly what: 'messages'; readonly file: string; readonly to: string }
  | { readonly what: 'merge'; readonly shards: readonly string[]; readonly to: string }
  | { readonly what: 'compare'; readonly before: string; readonly after: string };

const RESULTS = 'reports/output';

/** @throws Sentence that says which option is wrong, and what it takes. */
export function readDocsOptions(argv: readonly string[]): DocsOptions {
  const { values, positionals } = parsed(argv);
  if (values.help) return { what: 'help' };
  const modes = (['from', 'messages', 'merge', 'compare'] as const).filter(
    (mode) => values[mode] !== undefined,
  );
  if (modes.length > 1)
    throw new Sentence(`--${modes.join(' and --')} cannot be asked for at once; give one of them.`);
  const { from, messages, merge, compare, to } = values;
  if (merge !== undefined) return mergeOf([merge, ...positionals], to ?? RESULTS);
  if (compare !== undefined) return compareOf([compare, ...positionals], to);
  if (positionals[0] !== undefined)
    throw new Sentence(`"${positionals[0]}" is no option; folders follow --from, --merge or --compare.`);
  if (messages !== undefined) {
    if (to === undefined)
      throw new Sentence(
        '--messages takes --to DIR: results of your own runs are not written over by those of others.',
      );
    return { what: 'messages', file: messages, to };
  }
  return { what: 'anew', from: from ?? RESULTS, to: to ?? from ?? RESULTS };
}

function mergeOf(shards: readonly string[], to: string): DocsOptions {
  if (shards.length < 2)
    throw new Sentence('--merge takes two folders or more, one for each shard: --merge shard-1 shard-2.');
  const twice = shards.find((shard, index) => shards.indexOf(shard) !== index);
  if (twice !== undefined) throw new Sentence(`--merge names ${twice} twice; each shard is merged once.`);
  if (shards.includes(to))
    throw new Sentence(`--merge would write over its own shard ${to}; name another folder with --to.`);
  return { what: 'merge', shards, to };
}

function compareOf([before, after, ...more]: readonly string[], to: string | undefined): DocsOptions {
  if (before === undefined || after === undefined || more.length > 0)
    throw new Sentence('--compare takes two folders with results: --compare before after.');
  if (to !== undefined) throw new Sentence('--compare writes nothing but what it says; leave --to out.');
  return { what: 'compare', before, after };
}

function parsed(argv: readonly string[]) {
  const options = {
    from: { type: 'string' },
    messages: { type: 'string' },
    merge: { type: 'string' },
    compare: { type: 'string' },
    to: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0] ?? '';
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new Sentence(`${why}; the options are ${known.join(', ')}.`, { cause });
  }
}
