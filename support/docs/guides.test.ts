import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';

const PROJECT = resolve(__dirname, '..', '..');
const GUIDES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/product-owner.md',
  'docs/engineer.md',
  'docs/adopting.md',
];
const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const folder = mkdtempSync(join(tmpdir(), 'guides-'));
after(() => rmSync(folder, { recursive: true }));

/** Commands that end within seconds and change nothing: they are run as they stand. */
const CHEAP = [/^npm run lint:features$/, /^npm run docs -- --help$/, /^npm run acceptance -- --help$/];
/** Not the suite's own commands, or ones of npm itself. */
const OF_NPM = ['ci', 'test', 'run'];

/** Every command of this project that a guide shows, in a block or in a line. */
function commandsIn(file: string): string[] {
  const text = readFileSync(join(PROJECT, file), 'utf8');
  const spans = [...text.matchAll(/`{1,3}(?:sh\n)?([^`]+)`{1,3}/g)].map(([, code]) => code ?? '');
  const lines = [...spans, ...text.split('\n').filter((line) => line.startsWith('    '))]
    .join('\n')
    .split('\n');
  const commands = lines
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .flatMap((line) => line.split(/ && |\| /))
    .map((part) => part.trim())
    .filter((part) => part.startsWith('npm '));
  return [...new Set(commands)];
}

/** The options that a command is given, up to those that it passes on. */
function optionsOf(command: string): string[] {
  const [, own = ''] = command.split(' -- ');
  return [...own.matchAll(/(?:^| )(--[a-z-]+)/g)].map(([, option]) => option ?? '');
}

describe('the guides', () => {
  for (const guide of GUIDES) {
    it(`${guide} shows commands that are there, with options that they take`, () => {
      const commands = commandsIn(guide);
      assert.ok(commands.length > 0, `no command was found in ${guide}`);
      for (const command of commands) {
        const [, word = '', name = ''] = command.split(' ');
        assert.ok(OF_NPM.includes(word), command);
        if (word !== 'run' || name.startsWith('-')) continue;
        const script = scripts[name];
        assert.ok(script, `${guide}: there is no npm run ${name}`);
        const help = sourcesOf(script);
        for (const option of optionsOf(command))
          assert.ok(help.includes(option.slice(2)), `${guide}: npm run ${name} knows no ${option}`);
      }
    });

    it(`${guide} leads to pages that are there`, () => {
      const text = readFileSync(join(PROJECT, guide), 'utf8');
      for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
        assert.ok(existsSync(join(PROJECT, dirname(guide), link)), `${guide} leads to ${link}`);
    });
  }

  it('show cheap commands that run as they stand', async () => {
    const cheap = [...new Set(GUIDES.flatMap(commandsIn))].filter((one) => CHEAP.some((is) => is.test(one)));
    assert.ok(cheap.length >= 2, cheap.join(', '));
    for (const command of cheap) assert.equal((await run(command)).code, 0, command);
  });

  it('show commands that say how they are used, each of them', async () => {
    const named = new Set(GUIDES.flatMap(commandsIn).map((one) => one.split(' ')[2] ?? ''));
    const speaking = ['acceptance', 'docs', 'prove', 'steady', 'soak', 'gate', 'gaps', 'doctor', 'adopt'];
    assert.deepEqual(speaking.filter((name) => !named.has(name)), []); // prettier-ignore
    for (const name of speaking) {
      const { code, said } = await run(`npm run ${name} -- --help`);
      assert.equal(code, 0, said);
      assert.match(said, new RegExp(`npm run ${name}`));
    }
  });

  it('answer an option that nobody knows with one sentence and exit code 2', async () => {
    for (const name of ['gate', 'gaps', 'doctor', 'adopt']) {
      const { code, said } = await run(`npm run ${name} -- --nonsense`);
      assert.equal(code, 2, said);
      assert.equal(said.trim().split('\n').length, 1, said);
    }
  });
});

/** What stands in the folder of a script's entry, where its options are read. */
function sourcesOf(script: string): string {
  const [entry] = /\S+\/[\w-]+\.(?:ts|cjs)$|\S+\/[\w-]+\.ts(?= )/.exec(script) ?? [''];
  const beside = ['options.ts', 'main.ts'].map((name) => join(PROJECT, dirname(entry), name));
  return [join(PROJECT, entry), ...beside]
    .filter((path) => existsSync(path) && path.endsWith('s'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

function run(command: string): Promise<{ code: number; said: string }> {
  const [, , name = '', ...args] = command.split(' ');
  const words = (scripts[name] ?? '').split(' ').slice(1);
  const given = args[0] === '--' ? args.slice(1) : args;
  const env = { ...process.env, ACCEPTANCE_OUTPUT: folder };
  return new Promise((done) => {
    execFile(process.execPath, [...words, ...given], { cwd: PROJECT, env }, (cause, stdout, stderr) =>
      done({ code: cause === null ? 0 : Number(cause.code), said: `${stdout}${stderr}` }),
    );
  });
}
