import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { BadInput } from '../../reports/documentation/read/bad-input';
import { readRun } from '../../reports/documentation/read/results';
import { FILES } from '../../reports/files/output-directory';
import { terminalOf } from '../../reports/terminal/text';
import { runCommand } from '../command';
import { Sentence } from '../sentence';
import { compareRuns } from './compare';
import { HELP, readDocsOptions } from './options';
import { mergeShards, replayMessages } from './replay';

const PROJECT = resolve(__dirname, '..', '..');

/** `npm run docs` */
async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv);
  } catch (cause) {
    if (cause instanceof BadInput) throw new Sentence(cause.message, { cause });
    throw cause;
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const options = readDocsOptions(argv);
  switch (options.what) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'anew':
      return await anew(options.from, options.to);
    case 'messages':
      if (!existsSync(options.file)) throw new Sentence(`There is no file ${options.file}.`);
      await replayMessages(options.file, options.to);
      return told(options.to);
    case 'merge':
      return await mergeShards(options.shards, options.to, { project: PROJECT });
    case 'compare':
      process.stdout.write(
        compareRuns(
          await readRun(options.before, false),
          await readRun(options.after, false),
          terminalOf(process.stdout, process.env),
        ),
      );
      return 0;
  }
}

async function anew(from: string, to: string): Promise<number> {
  const { documentation, result } = await readRun(from, from === to);
  documentation.write(result, {
    directory: resolve(to),
    evidence: resolve(from, FILES.evidence),
    history: process.env.ACCEPTANCE_HISTORY ?? join(resolve(from), 'history.json'),
    now: Date.now(),
  });
  return told(to);
}

function told(to: string): number {
  const folder = relative(process.cwd(), resolve(to, FILES.documentation));
  process.stdout.write(`${join(folder, 'index.html')}\n${folder}.html\n`);
  return 0;
}

runCommand(main);
