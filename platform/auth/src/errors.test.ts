import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemDocument } from '@reference/kit/problem';
import { CATALOGUE, problem, type Code } from './errors';

/** As the wire contract words them. */
const CONTRACT: Partial<Record<Code, number>> = {
  email_taken: 409,
  invalid_email: 422,
  weak_password: 422,
  link_expired: 410,
  link_invalid: 400,
  invalid_credentials: 401,
  email_not_verified: 403,
  account_locked: 423,
  rate_limited: 429,
  refresh_reused: 401,
  refresh_expired: 401,
  token_revoked: 401,
  version_conflict: 412,
  session_not_found: 404,
  unknown_service: 401,
};

describe('the error catalogue', () => {
  it('keeps to the contract', () => {
    for (const [code, status] of Object.entries(CONTRACT))
      assert.equal(CATALOGUE[code as Code].status, status, code);
  });

  it('tells a person in whole sentences, and nothing of the inside', () => {
    for (const [code, { title, detail }] of Object.entries(CATALOGUE)) {
      assert.match(detail, /^[A-Z].*\.$/, code);
      assert.match(title, /^[A-Z][^.]*$/, code);
      assert.doesNotMatch(detail, /sql|redis|postgres|argon|stack|\/src\//i, code);
    }
  });

  it('makes problem documents', () => {
    assert.deepEqual(problemDocument(problem('account_locked', { retry_after: 7 })), {
      type: 'urn:problem:account_locked',
      title: 'Locked for a while',
      status: 423,
      detail: CATALOGUE.account_locked.detail,
      code: 'account_locked',
      trace_id: '',
      retry_after: 7,
    });
  });
});
