import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../command';
import { Sentence } from '../sentence';
import { TARGETS_FOLDER } from '../targets/target-file';
import { draftOf } from './draft';
import { probed } from './probe';

const HELP = `npm run adopt -- --url URL [options]

  --url URL      the address of your auth service
  --backend URL  the address of the backend that people chat with, if there is one
  --origin URL   the address that people type into their browser (default: that of --url)
  --write NAME   write targets/NAME.yaml instead of showing it
  --help         this text

Asks these addresses a few questions that change nothing, drafts a target file from the answers, and says what your wire
has otherwise. Exit code 0 if something answered, 1 if nothing did, 2 if an address is none.
`;

async function main(argv: readonly string[]): Promise<number> {
  const options = optionsIn(argv);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const url = addressIn('--url', options.url);
  const backend = options.backend === undefined ? undefined : addressIn('--backend', options.backend);
  const found = await probed(url, backend);
  if (!found.answers) {
    process.stderr.write(`Nothing answers at ${url} (${found.why}); start it, or correct --url.\n`);
    return 1;
  }
  const origin = options.origin === undefined ? url : addressIn('--origin', options.origin);
  const { yaml, remarks } = draftOf(found, { url, origin, ...(backend === undefined ? {} : { backend }) });
  if (options.write === undefined) process.stdout.write(yaml);
  else process.stdout.write(`${written(options.write, yaml)} is written.\n`);
  process.stdout.write(`\n${remarks.map((remark) => `- ${remark}`).join('\n')}\n`);
  return 0;
}

function optionsIn(argv: readonly string[]) {
  const options = {
    url: { type: 'string' },
    backend: { type: 'string' },
    origin: { type: 'string' },
    write: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0] ?? '';
    throw new Sentence(`${why}; the options are --url, --backend, --origin, --write and --help.`, { cause });
  }
}

/** Without a slash at its end. @throws Sentence where it is no address. */
function addressIn(option: string, value: string | undefined): string {
  if (value !== undefined && URL.canParse(value)) return value.replace(/\/+$/, '');
  throw new Sentence(
    `${option} takes the address of a service, such as https://auth.example.org, not "${value ?? ''}".`,
  );
}

function written(name: string, yaml: string): string {
  if (!/^[\w-]+$/.test(name))
    throw new Sentence(`--write takes a plain name, such as staging, not "${name}".`);
  const file = join(TARGETS_FOLDER, `${name}.yaml`);
  const shown = relative(process.cwd(), file) || file;
  if (existsSync(file)) throw new Sentence(`${shown} is there already; choose another name, or remove it.`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, yaml);
  return shown;
}

runCommand(main);
