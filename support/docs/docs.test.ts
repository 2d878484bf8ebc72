import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { BadInput } from '../../reports/documentation/read/bad-input';
import { summaryIn, readRun } from '../../reports/documentation/read/results';
import { noProof } from '../../reports/proof';
import { Recorder } from '../../reports/recorder';
import { forgetSecrets, registerSecret } from '../../reports/redaction';
import { runFileSchema } from '../../reports/run/run-file';
import { documentedRun } from '../../reports/test-support/documented-run';
import { feature, IN_THEN, REAL } from '../../reports/test-support/results';
import { stream, type StreamOptions } from '../../reports/test-support/stream';
import { terminalOf } from '../../reports/terminal/text';
import { Sentence } from '../sentence';
import { compareRuns } from './compare';
import { readDocsOptions } from './options';
import { mergeShards, replayMessages } from './replay';

const folder = mkdtempSync(join(tmpdir(), 'docs-'));
after(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => join(folder, ...names);

const KIT = dirname(require.resolve('@cucumber/compatibility-kit/package.json'));
const SAMPLES = globSync('features/*/*.ndjson', { cwd: KIT }).sort();

describe("Cucumber's own samples of messages", () => {
  it('are there', () => assert.ok(SAMPLES.length > 40, `${SAMPLES.length}`));

  for (const sample of SAMPLES)
    it(`are documented, each scenario on a page of its own: ${basename(sample, '.ndjson')}`, async () => {
      const to = at('kit', basename(sample, '.ndjson'));
      await replayMessages(join(KIT, sample), to);
      const told = readFileSync(join(KIT, sample), 'utf8').split('\n').filter(Boolean);
      const pickles = told.map((line) => JSON.parse(line) as Envelope).filter(({ pickle }) => pickle).length;
      const pages = globSync('living-documentation/data/scenario-*.js', { cwd: to });
      assert.equal(pages.length, pickles);
      assert.ok(readFileSync(join(to, 'living-documentation.html'), 'utf8').includes('</html>'));
      assert.equal(summaryIn(to).revenue.protected, 0);
    });

  const refused: Record<string, [content: string, sentence: RegExp]> = {
    'not JSON': ['{"meta"', /:1 is not JSON; it takes Cucumber's messages, one a line/],
    'no message': ['{"testSuite":{}}', /:1 is no message of Cucumber's; it takes what cucumber-js 13 writes/],
    'not as agreed': ['{"pickle":{"id":"x"}}', /:1 is not as Cucumber 13 writes its messages \(.+\)\.$/],
    empty: ['', /is empty; it takes Cucumber's messages/],
  };
  for (const [what, [content, sentence]] of Object.entries(refused))
    it(`are refused with a sentence when a line is ${what}`, async () => {
      writeFileSync(at('foreign.ndjson'), content);
      await assert.rejects(replayMessages(at('foreign.ndjson'), at('foreign')), (cause: unknown) => {
        assert.ok(cause instanceof BadInput);
        assert.match(cause.message, sentence);
        return true;
      });
    });
});

async function record(
  to: string,
  run: StreamOptions | Envelope[],
  file: Record<string, unknown> = {},
  project?: string,
): Promise<string> {
  const recorder = new Recorder({
    ...{ directory: at(to), catalogue: REAL, proof: noProof(null), env: {}, stream: {}, documents: true },
    runFile: () => runFileSchema.parse({ target: 'local', commit: 'c0ffee', ...file }),
    write: () => undefined,
    ...(project === undefined ? {} : { project }),
  });
  for (const envelope of Array.isArray(run) ? run : stream(run)) recorder.take(envelope);
  await recorder.close();
  return at(to);
}

describe('shards of one run', () => {
  const features = feature('many-tabs', { one: '@req:U5.1', two: '@req:U5.2', three: '@req:U5.3' });
  const only = (...wanted: string[]): StreamOptions => ({
    features,
    scripts: Object.fromEntries(
      ['one', 'two', 'three'].map((name) => [
        name,
        name === 'three'
          ? { ...IN_THEN, filtered: !wanted.includes(name) }
          : { filtered: !wanted.includes(name) },
      ]),
    ),
  });

  it('are merged into a run as if it had been one', async () => {
    const shards = [await record('s1', only('one', 'three')), await record('s2', only('two'))];
    const whole = summaryIn(await record('all', only('one', 'two', 'three')));
    assert.equal(await mergeShards(shards, at('merged'), { project: folder, proof: noProof(null) }), 1);
    const merged = summaryIn(at('merged'));
    assert.deepEqual(merged.totals, whole.totals);
    assert.deepEqual(merged.journeys, whole.journeys);
    // But for the figures of demands on the suite: how long it took, and how many ran at once, is each run's own.
    const untimed = ({ requirements }: typeof whole) => requirements.map(({ answer: _, ...row }) => row);
    assert.deepEqual(untimed(merged), untimed(whole));
    assert.deepEqual(merged.revenue, whole.revenue);
    const pages = globSync('living-documentation/data/scenario-*.js', { cwd: at('merged') });
    assert.equal(pages.length, 3);
  });

  it('are not whole while one is missing', async () => {
    assert.equal(summaryIn(at('s1')).journeys.find(({ id }) => id === 'many-tabs')?.status, 'at_risk');
    assert.equal(summaryIn(at('s2')).journeys.find(({ id }) => id === 'many-tabs')?.status, 'unverified');
  });

  it('are refused when they are of other commits or targets, ran the same, or tell other features', async () => {
    const refuses = async (sentence: RegExp, ...shards: string[]): Promise<void> => {
      await assert.rejects(mergeShards(shards, at('refused'), { project: folder }), (cause: unknown) => {
        assert.ok(cause instanceof BadInput);
        assert.match(cause.message, sentence);
        return true;
      });
    };
    const one = await record('one', only('one'));
    await refuses(
      /is a run of commit beef, .* of c0ffee: only shards of one run/,
      one,
      await record('c', only('two'), { commit: 'beef' }),
    );
    await refuses(
      /is a run of target staging, .* of local/,
      one,
      await record('t', only('two'), { target: 'staging' }),
    );
    await refuses(/ran the same scenario/, one, await record('same', only('one', 'two')));
    const others = { features: feature('many-tabs', { one: '', four: '' }) };
    await refuses(/tells "four" .* otherwise than the first shard/, one, await record('other', others));
    await refuses(/holds no results of a run/, one, at('nowhere'));
  });
});

describe('two runs compared', () => {
  it('differ in what came of scenarios, what they tell, and the revenue', async () => {
    const told = (says: string): Record<string, string> => ({
      'features/c/many-tabs.feature': `@journey:many-tabs\nFeature: Tabs\n  @req:U5.1\n  Scenario: one\n    Given ${says}\n`,
    });
    const before = await record('before', { features: told('two tabs') });
    const now = await record('now', {
      features: told('three tabs'),
      scripts: { one: { steps: ['FAILED'] } },
    });
    const text = compareRuns(await readRun(before, false), await readRun(now, false), terminalOf({}, {}));
    assert.match(text, /Revenue\n {2}- at risk \+\$50,000\n {2}- unproven -\$50,000\n/);
    assert.match(text, /Journeys\n {2}- many-tabs: unproven -> at_risk, \$50,000 a month\n/);
    assert.match(text, /Scenarios\n {2}- one: passed -> failed\n/);
    assert.match(text, /Told otherwise\n {2}- one: three tabs\n/);
    assert.match(text, /Demands\n {2}- U5\.1 passed -> failed: /);
  });
});

describe('a run that is read again', () => {
  it('is as whole as it was, whatever features lie there now', async () => {
    const project = at('project');
    mkdirSync(join(project, 'features'), { recursive: true });
    writeFileSync(join(project, 'features', 'rate-limits.feature'), '@journey:rate-limits\nFeature: x\n');
    const part = await record('part', { features: feature('many-tabs', { one: '@req:U5.1' }) }, {}, project);
    const { result } = await readRun(part, false);
    assert.deepEqual(result.unread.journeys, new Set(['rate-limits']));
    const all = await record('whole', { features: feature('many-tabs', { one: '@req:U5.1' }) }, {});
    assert.deepEqual((await readRun(all, false)).result.unread.journeys, new Set());
  });
});

describe('secrets', () => {
  it('are in no file of the documentation, wherever they came from', async () => {
    forgetSecrets();
    const planted = ['planted-and-registered', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'];
    registerSecret(planted[0] ?? '');
    const text = JSON.stringify(documentedRun()).replaceAll('Ada', `Ada ${planted.join(' ')}`);
    await record('secrets', JSON.parse(text) as Envelope[]);
    forgetSecrets();
    const files = globSync('**/*.{html,js,csv,json}', { cwd: at('secrets') });
    assert.ok(files.length > 10, files.join(', '));
    for (const file of files)
      for (const secret of planted)
        assert.ok(!readFileSync(at('secrets', file), 'utf8').includes(secret), `${secret} in ${file}`);
  });
});

describe('npm run docs', () => {
  it('makes the last run anew unless it is told otherwise', () => {
    assert.deepEqual(readDocsOptions([]), { what: 'anew', from: 'reports/output', to: 'reports/output' });
    assert.deepEqual(readDocsOptions(['--merge', 'a', 'b', '--to', 'c']), {
      what: 'merge',
      shards: ['a', 'b'],
      to: 'c',
    });
    assert.deepEqual(readDocsOptions(['--compare', 'a', 'b']), { what: 'compare', before: 'a', after: 'b' });
  });

  const refused: Record<string, RegExp> = {
    '--merge a': /--merge takes two folders or more/,
    '--merge a a': /--merge names a twice/,
    '--merge a b --to a': /would write over its own shard a/,
    '--compare a': /--compare takes two folders/,
    '--messages x': /--messages takes --to DIR/,
    '--from a --merge b c': /cannot be asked for at once/,
    'a b': /"a" is no option/,
    '--shards': /Unknown option '--shards'; the options are --from, --messages, --merge/,
  };
  for (const [given, sentence] of Object.entries(refused))
    it(`refuses "${given}" with a sentence`, () => {
      assert.throws(
        () => readDocsOptions(given.split(' ')),
        (cause: unknown) => cause instanceof Sentence && sentence.test(cause.message),
      );
    });
});
