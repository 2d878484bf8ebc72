import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuthorizationResponseError } from 'openid-client';
import { problem } from '../errors';
import { asRefusal } from './refusal';

const codeOf = (cause: unknown) => asRefusal(cause, 'Google').code;

describe('what a failed sign-in is told as', () => {
  it('keeps a refusal of our own', () => {
    assert.equal(codeOf(problem('state_mismatch')), 'state_mismatch');
  });

  it('names who said no, where the person did', () => {
    const parameters = new URLSearchParams({ error: 'access_denied' });
    const { code, detail } = asRefusal(new AuthorizationResponseError('no', { cause: parameters }), 'Google');
    assert.equal(code, 'provider_refused');
    assert.match(detail, /^You did not agree at Google/);
  });

  it('tells an outage apart, however deep its cause lies', () => {
    const outages = [
      Object.assign(new Error('too late'), { name: 'TimeoutError' }),
      new TypeError('fetch failed'),
      new Error('odd', { cause: new Response('', { status: 503 }) }),
      new Error('outer', { cause: new Error('inner', { cause: new TypeError('fetch failed') }) }),
    ];
    for (const cause of outages) assert.equal(codeOf(cause), 'dependency_unavailable', String(cause));
  });

  it('trusts nothing else', () => {
    for (const cause of [new Error('unexpected "aud"'), new Response('', { status: 400 }), 'a string'])
      assert.equal(codeOf(cause), 'provider_refused');
  });
});
