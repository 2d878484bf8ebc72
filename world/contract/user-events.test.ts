import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breachIn } from './user-events';

const REGISTERED = {
  type: 'user.registered',
  event_id: '6f7c1a52-3f0e-4b6f-9a51-0d6f1f1f0a01',
  user_id: '6f7c1a52-3f0e-4b6f-9a51-0d6f1f1f0a02',
  version: 1,
  occurred_at: '2026-01-02T03:04:05.678Z',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  data: { email: 'ada@example.org', name: 'Ada', picture: null, email_verified: false, plan: 'free' },
};

describe('what services tell each other about people', () => {
  it('is taken as agreed', () => {
    assert.equal(breachIn(REGISTERED), undefined);
    assert.equal(breachIn({ ...REGISTERED, type: 'user.deleted', data: {} }), undefined);
  });

  it('may say no more than was agreed', () => {
    const data = { ...REGISTERED.data, password_hash: 'x' };
    assert.match(breachIn({ ...REGISTERED, data }) ?? '', /^data: .*password_hash/);
    assert.match(breachIn({ ...REGISTERED, internal: true }) ?? '', /internal/);
  });

  it('may say no less', () => {
    assert.match(breachIn({ ...REGISTERED, version: undefined }) ?? '', /^version: /);
    assert.match(breachIn({ ...REGISTERED, type: 'user.promoted' }) ?? '', /^type: /);
  });
});
