import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { feature, IN_THEN, proofOf, resultOf } from '../test-support/results';
import { annotations } from './annotations';
import { BAD, GOOD } from './badge';
import { revenueBadge, writeCiOutput } from './ci-output';
import { jobSummary } from './job-summary';

const folder = mkdtempSync(join(tmpdir(), 'ci-'));
after(() => rmSync(folder, { recursive: true }));

const NAME = 'one | <img src=x> @everybody [link](https://elsewhere.example)';
const features = feature('base', { [NAME]: '@req:A1.1' });
const red = resultOf({
  features,
  scripts: { [NAME]: { ...IN_THEN, message: 'Ada waits\n::error::planted, 100 %' } },
});
const green = resultOf({ features, proof: proofOf('A1.1', 'A1.2', 'A3.1') });

describe('what a CI server shows', () => {
  it('is the revenue by state, and why it is red, in words that do nothing', () => {
    const markdown = jobSummary(red);
    assert.match(markdown, /^## Revenue acceptance: red\n/);
    assert.match(markdown, /\| at risk \| \$100 \|/);
    const [line] = markdown.split('\n').filter((one) => one.startsWith('- **'));
    assert.ok(
      (line ?? '').includes(String.raw`one \| &lt;img src=x&gt; &#64;everybody \[link\]\(https`),
      line,
    );
    assert.match(line ?? '', /: Ada waits$/);
  });

  it('is an annotation at the line of the step that broke, which no message can add to', () => {
    assert.deepEqual(annotations(red), [
      `::error file=features/c/base.feature,line=8,title=base%3A one | <img src=x> @everybody [link](https%3A//elsewhere.example)::Ada waits%0A::error::planted, 100 %25`.replace(
        '%2C 100',
        ', 100',
      ),
    ]);
    assert.deepEqual(annotations(green), []);
  });

  it('is a badge that is green only while nothing is at risk', () => {
    assert.ok(revenueBadge(green).includes(GOOD));
    assert.ok(revenueBadge(red).includes(BAD));
    assert.match(
      revenueBadge(green),
      /<title id="title">40 % of the revenue protected, \$0 a month at risk<\/title>/,
    );
  });

  it('is on the page of a job on GitHub, behind what stands there already', () => {
    const page = join(folder, 'summary.md');
    writeFileSync(page, 'before\n');
    let told = '';
    const env = { GITHUB_STEP_SUMMARY: page, GITHUB_ACTIONS: 'true' };
    writeCiOutput(red, { directory: folder, env, write: (text) => (told += text) });
    assert.equal(readFileSync(page, 'utf8'), `before\n${jobSummary(red)}`);
    assert.equal(readFileSync(join(folder, 'job-summary.md'), 'utf8'), jobSummary(red));
    assert.match(told, /^::error file=features\/c\/base\.feature,line=8/);
    told = '';
    writeCiOutput(red, { directory: folder, env: {}, write: (text) => (told += text) });
    assert.equal(told, '');
  });
});
