import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IN_GIVEN, IN_THEN, LACKING, REAL, feature, resultOf } from './test-support/results';
import type { Script } from './test-support/stream';

const ALL = ['sign-up', 'verification', 'login', 'token', 'chat-socket', 'agent', 'answer'];

/** The path as one letter a step: w(orking), B(roken), b(locked). */
function pathOf(scripts: Record<string, Script>, tags: Record<string, string>, more = {}): string {
  const { summary } = resultOf({
    catalogue: REAL,
    features: feature('new-user-first-chat', tags),
    scripts,
    ...more,
  });
  return summary.critical_path
    .map(({ status }) => ({ working: 'w', broken: 'B', blocked: 'b' })[status])
    .join('');
}

const WHOLE = { whole: '@req:S2.1 @req:U10.1 @req:E1.2 @req:E1.7' };

describe('the critical path', () => {
  it('works from end to end when the scenario of the whole path passed', () =>
    assert.equal(pathOf({}, WHOLE), 'wwwwwwww'));

  it('names the first step that the scenario of the whole path did not come to', () => {
    const brokenAfter = (path: string[]) => pathOf({ whole: { ...IN_THEN, facts: { path } } }, WHOLE);
    assert.equal(brokenAfter(['platform', 'sign-up', 'verification']), 'wwwBbbbb');
    assert.equal(brokenAfter(ALL.slice(0, 5)), 'wwwwwwBb');
    assert.equal(brokenAfter(ALL), 'wwwwwwwB');
    assert.equal(brokenAfter(['platform']), 'wBbbbbbb');
  });

  it('blocks what lies behind the broken step, although other scenarios show that it works', () => {
    const scripts = { whole: { ...IN_THEN, facts: { path: ['platform', 'sign-up'] } } };
    assert.equal(pathOf(scripts, { ...WHOLE, 'a token is issued': '@req:U6.1' }), 'wwBbbbbb');
  });

  it('falls back on what other scenarios showed to work, when the failed one does not report its way', () => {
    const tags = { ...WHOLE, 'a token is issued': '@req:U6.1' };
    assert.equal(pathOf({ whole: IN_THEN }, tags), 'wwwwwBbb');
    assert.equal(pathOf({ whole: IN_GIVEN }, WHOLE), 'wBbbbbbb');
  });

  it('calls nothing broken that this run did not come to', () => {
    assert.equal(pathOf({ whole: LACKING }, { ...WHOLE, login: '@req:U10.1' }), 'wwwwbbbb');
    assert.equal(pathOf({ whole: { filtered: true } }, WHOLE), 'bbbbbbbb');
  });

  it('speaks of a red scenario at a step that nothing showed to work, when the whole path was not tried', () => {
    assert.equal(pathOf({ socket: IN_THEN }, { socket: '@req:U2.2', token: '@req:U6.1' }), 'wwwwwBbb');
    assert.equal(pathOf({ rule: IN_THEN }, { rule: '@req:E1.2', login: '@req:U10.1' }), 'wwwwbbbb');
  });

  it('breaks at the platform when it never came up, and not when a feature cannot be read', () => {
    assert.equal(pathOf({}, WHOLE, { beforeAll: { status: 'FAILED' } }), 'Bbbbbbbb');
    assert.equal(pathOf({}, WHOLE, { parseErrors: { 'features/x.feature': 'what is this' } }), 'bbbbbbbb');
  });

  it('tells what stands on each step: its journey and all that depend on it, each once', () => {
    const { critical_path: path } = resultOf({ catalogue: REAL, features: {} }).summary;
    assert.deepEqual(path[0], { step: 'Platform start', status: 'blocked', revenue: 786_667 });
    assert.equal(path.find(({ step }) => step === 'Answer')?.revenue, 100_000);
  });
});
