import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sentence } from '../sentence';
import { HELP, readOptions } from './options';

describe('the options of npm run acceptance', () => {
  it('have defaults', () => {
    const { target, workers, seed, help, passedOn } = readOptions([]);
    assert.deepEqual(
      { target, workers, help, passedOn },
      { target: 'local', workers: 5, help: false, passedOn: [] },
    );
    assert.match(seed, /^\d+$/);
  });

  it('select by journey, capability, tags and name', () => {
    const { journeys, capabilities, passedOn } = readOptions(
      '--journey a --journey b --capability c --tags @x --name y'.split(' '),
    );
    assert.deepEqual({ journeys, capabilities }, { journeys: ['a', 'b'], capabilities: ['c'] });
    assert.deepEqual(passedOn, ['--tags', '@x', '--name', 'y']);
  });

  it('select by layer, together with tags', () => {
    assert.deepEqual(readOptions(['--layer', 'page']).passedOn, ['--tags', '@layer:page']);
    assert.deepEqual(readOptions(['--layer', 'api']).passedOn, ['--tags', 'not @layer:page']);
    assert.deepEqual(readOptions(['--layer', 'api', '--tags', '@a or @b']).passedOn, [
      '--tags',
      '(@a or @b) and not @layer:page',
    ]);
    assert.throws(() => readOptions(['--layer', 'ui']), /--layer takes page or api, not "ui"\./);
  });

  it('pass what follows a second -- on to cucumber-js', () => {
    const { workers, passedOn } = readOptions(['--workers', '3', '--', '--tags', '@req:E1.3']);
    assert.equal(workers, 3);
    assert.deepEqual(passedOn, ['--tags', '@req:E1.3']);
  });

  for (const wrong of [
    ['--workers', '0'],
    ['--workers', 'two'],
    ['--workers', '17'],
    ['--patience', '0'],
    ['--patience', 'much'],
    ['--seed', 'x'],
    ['--wrkers', '2'],
    ['stray'],
    ['--layer', 'pages'],
  ]) {
    it(`are refused with one sentence: ${wrong.join(' ')}`, () => {
      assert.throws(
        () => readOptions(wrong),
        (cause: unknown) => cause instanceof Sentence && !cause.message.includes('\n'),
      );
    });
  }

  it('refuse a feature file among the options for cucumber-js, which would add it to all the others', () => {
    assert.throws(() => readOptions(['--', 'features/onboarding/x.feature:3']), /select with --journey/);
  });

  it('refuse --retry, which hides a flake as a pass', () => {
    assert.throws(() => readOptions(['--', '--retry', '2']), /--retry/);
    assert.throws(() => readOptions(['--', '--retry=2']), /--retry/);
  });

  it('are all explained by --help', () => {
    for (const option of [
      '--target',
      '--journey',
      '--capability',
      '--layer',
      '--tags',
      '--name',
      '--workers',
      '--seed',
      '--help',
    ])
      assert.ok(HELP.includes(option));
  });
});
