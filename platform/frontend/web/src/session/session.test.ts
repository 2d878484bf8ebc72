import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Keep } from '../calls/keep';
import { FakeTimers, settled } from '../testing/fakes';
import { MARK, Session, SignedOut } from './session';
import { turnsIn } from './turns';

function memory(): Keep & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (name) => kept.get(name),
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
  };
}

type Answer = { status: number; body?: object } | 'unreachable';

const ADA = { id: 'ada', email: 'ada@example.org', name: 'Ada', email_verified: true, version: 1 };
const grant = (token: string, expires_in = 600) => ({
  status: 200,
  body: { access_token: token, expires_in, user: ADA },
});
const refused = (status: number, code: string) => ({ status, body: { code, detail: 'A sentence.' } });

function browser() {
  const keep = memory();
  const timers = new FakeTimers();
  const calls: { path: string; token: string | undefined }[] = [];
  const answers: Answer[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const path = input as string;
    const headers = (init?.headers ?? {}) as Record<string, string>;
    calls.push({ path: path, token: headers['authorization'] });
    const answer = answers.shift();
    assert.ok(answer, `an unexpected call of ${path}`);
    if (answer === 'unreachable') throw new TypeError('no network');
    return new Response(JSON.stringify(answer.body ?? {}), { status: answer.status });
  };
  const turns = turnsIn({ locks: undefined, keep, now: () => timers.now, pause: async () => undefined });
  const session = new Session({ fetch, keep, turns, now: () => timers.now, after: timers.after });
  return { session, keep, timers, calls, answers };
}

async function loggedIn(expiresIn = 600) {
  const it = browser();
  it.answers.push(grant('first', expiresIn));
  await it.session.logIn({ email: 'ada@example.org', password: 'x', device: 'y' });
  it.calls.length = 0;
  return it;
}

describe('a sign-in at a provider', () => {
  it('is completed with its code, and leaves the session that the service opened', async () => {
    const { session, keep, calls, answers } = browser();
    answers.push({ status: 200, body: { ...grant('first').body, session_id: 's1' } });
    await session.completeSignIn({ code: 'once', device: 'y' });
    assert.equal(session.state.get().kind, 'member');
    assert.equal(keep.get(MARK), 'ada');
    assert.deepEqual([session.isOwn('s1'), session.isOwn('s2')], [true, false]);
    assert.deepEqual(calls, [{ path: '/auth/oauth/exchange', token: undefined }]);
  });

  it('that was refused leaves whoever was here before, and says why', async () => {
    const { session, answers } = await loggedIn();
    answers.push(refused(400, 'state_mismatch'));
    await assert.rejects(session.completeSignIn({ code: 'forged', device: 'y' }), { code: 'state_mismatch' });
    assert.equal(session.state.get().kind, 'member');
  });
});

describe('the session of a browser', () => {
  it('asks for nothing where nobody logged in before', async () => {
    const { session, calls } = browser();
    await session.start();
    assert.equal(session.state.get().kind, 'visitor');
    assert.deepEqual(calls, []);
  });

  it('is taken up again by whoever logged in before', async () => {
    const { session, keep, answers } = browser();
    keep.set(MARK, 'ada');
    answers.push(grant('first'));
    await session.start();
    assert.equal(session.state.get().kind, 'member');
    assert.equal(await session.token(), 'first');
  });

  it('is over, and forgotten, where the refresh token is refused', async () => {
    const { session, keep, answers } = browser();
    keep.set(MARK, 'ada');
    answers.push(refused(401, 'refresh_expired'));
    await session.start();
    assert.deepEqual(session.state.get(), { kind: 'visitor', farewell: 'ended' });
    assert.equal(keep.get(MARK), undefined);
  });

  for (const outage of [
    'unreachable',
    refused(503, 'dependency_unavailable'),
    refused(429, 'rate_limited'),
  ] as const)
    it(`survives ${outage === 'unreachable' ? outage : outage.status}, and is tried again`, async () => {
      const { session, keep, timers, answers } = browser();
      keep.set(MARK, 'ada');
      answers.push(outage, grant('first'));
      await session.start();
      assert.equal(session.state.get().kind, 'unreachable');
      timers.pass(2_000);
      await settled();
      await settled();
      assert.equal(session.state.get().kind, 'member');
    });

  it('renews its token by itself before it expires', async () => {
    const { session, timers, calls, answers } = await loggedIn(600);
    answers.push(grant('second'));
    timers.pass(539_999);
    assert.deepEqual(calls, []);
    timers.pass(1);
    await settled();
    await settled();
    assert.equal(await session.token(), 'second');
    assert.equal(calls.length, 1);
  });

  it('renews a short token when a quarter of its life is left', async () => {
    const { timers, calls, answers } = await loggedIn(2);
    answers.push(grant('second'));
    timers.pass(1_499);
    await settled();
    assert.equal(calls.length, 0);
    timers.pass(1);
    await settled();
    assert.equal(calls[0]?.path, '/auth/refresh');
  });

  it('renews once for everybody who asks at the same time', async () => {
    const { session, calls, answers } = await loggedIn();
    answers.push(grant('second'));
    const tokens = await Promise.all([
      session.token('first'),
      session.token('first'),
      session.token('first'),
    ]);
    assert.deepEqual(tokens, ['second', 'second', 'second']);
    assert.equal(calls.length, 1);
    assert.equal(await session.token('first'), 'second');
    assert.equal(calls.length, 1);
  });

  it('repeats a call once with a new token after a 401', async () => {
    const { session, calls, answers } = await loggedIn();
    answers.push(refused(401, 'token_expired'), grant('second'), { status: 200, body: { plan: 'free' } });
    assert.deepEqual(await session.call({ path: '/api/usage' }), { plan: 'free' });
    assert.deepEqual(
      calls.map(({ path, token }) => [path, token]),
      [
        ['/api/usage', 'Bearer first'],
        ['/auth/refresh', undefined],
        ['/api/usage', 'Bearer second'],
      ],
    );
  });

  it('does not repeat a call for ever', async () => {
    const { session, answers } = await loggedIn();
    answers.push(refused(401, 'token_invalid'), grant('second'), refused(401, 'token_invalid'));
    await assert.rejects(session.call({ path: '/api/usage' }), { code: 'token_invalid' });
  });

  it('ends with a logout in another tab, and asks nobody', async () => {
    const { session, calls, keep } = await loggedIn();
    keep.remove(MARK);
    await session.follow(null);
    assert.deepEqual(session.state.get(), { kind: 'visitor', farewell: 'ended' });
    await assert.rejects(session.token('first'), SignedOut);
    assert.deepEqual(calls, []);
  });

  it('begins with a login in another tab', async () => {
    const { session, keep, answers } = browser();
    await session.start();
    keep.set(MARK, 'ada');
    answers.push(grant('first'));
    await session.follow('ada');
    assert.equal(session.state.get().kind, 'member');
  });

  it('tells why it ended: what the services say while somebody leaves is no news', async () => {
    const { session, answers } = await loggedIn();
    answers.push({ status: 200 });
    const states: unknown[] = [];
    session.state.watch(() => states.push(session.state.get()));
    const leaving = session.logOut();
    session.expire();
    await leaving;
    assert.deepEqual(states, [{ kind: 'visitor', farewell: 'logged_out' }]);
  });

  it('tells that it ended where a service says so', async () => {
    const { session } = await loggedIn();
    session.expire();
    assert.deepEqual(session.state.get(), { kind: 'visitor', farewell: 'ended' });
  });

  it('passes over older news of the account', async () => {
    const { session } = await loggedIn();
    session.learn({ name: 'Ada King', version: 3 });
    session.learn({ name: 'Ada', version: 2 });
    const state = session.state.get();
    assert.equal(state.kind === 'member' && state.account.name, 'Ada King');
  });
});
