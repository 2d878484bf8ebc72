import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EdgeUnderTest } from '../testing/edge-under-test';
import type { FakeUpstream } from '../testing/fake-upstream';

let edge: EdgeUnderTest;
beforeEach(async () => {
  edge = await EdgeUnderTest.start();
});
afterEach(async () => edge.stop());

async function whoAnswers(path = '/api/threads', init?: RequestInit): Promise<string> {
  const response = await edge.fetch(path, init);
  assert.equal(response.status, 200);
  return ((await response.json()) as { instance: string }).instance;
}

describe('where a call goes', () => {
  it('is auth for /auth and the keys, the backend for /api', async () => {
    const [auth, backend] = [await edge.upstream('auth'), await edge.upstream('backend')];
    await whoAnswers('/auth/me?fields=all');
    await whoAnswers('/.well-known/jwks.json');
    await whoAnswers('/api/threads/7/messages?before=3&q=a%20b%2Fc');
    assert.deepEqual(
      auth.requests.map(({ url }) => url),
      ['/auth/me?fields=all', '/.well-known/jwks.json'],
    );
    assert.deepEqual(
      backend.requests.map(({ url }) => url),
      ['/api/threads/7/messages?before=3&q=a%20b%2Fc'],
    );
    assert.equal((await edge.fetch('/.well-known/other')).status, 404);
  });

  it('is each healthy instance in turn', async () => {
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    await settled(one, two);
    const answers = [await whoAnswers(), await whoAnswers(), await whoAnswers(), await whoAnswers()];
    assert.deepEqual(answers.sort(), ['1', '1', '2', '2']);
  });

  it('is never an instance that says it is unavailable, and one that is degraded', async () => {
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    one.health = { status: 'unavailable' };
    two.health = { status: 'degraded' };
    await settled(one, two);
    assert.deepEqual([await whoAnswers(), await whoAnswers(), await whoAnswers()], ['2', '2', '2']);
  });

  it('is no longer an instance that has left, from the next request on', async () => {
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    await settled(one, two);
    rmSync(join(edge.discoveryDir, 'backend.2.json')); // and it still answers
    assert.deepEqual([await whoAnswers(), await whoAnswers(), await whoAnswers()], ['1', '1', '1']);
    assert.equal(two.requests.length, 0);
  });

  it('is an instance on its new port, as soon as it is back there', async () => {
    const before = await edge.upstream('backend');
    await whoAnswers();
    const { port } = before.entry;
    await before.leave();
    const after = await edge.upstream('backend');
    assert.notEqual(after.entry.port, port);
    await whoAnswers();
    assert.equal(after.requests.length, 1);
  });
});

describe('an instance that cannot be reached', () => {
  it('costs nobody an answer, whatever the method: nothing was sent', async () => {
    for (const init of [{}, { method: 'POST', body: '{"title":"Spring"}' }] satisfies RequestInit[]) {
      const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
      two.answer = (incoming, response) => incoming.pipe(response);
      one.answer = two.answer;
      await settled(one, two);
      await one.die();
      for (let turn = 0; turn < 2; turn++) {
        const response = await edge.fetch('/api/threads', {
          ...init,
          headers: { 'content-type': 'application/json' },
        });
        assert.equal(response.status, 200);
        assert.equal(await response.text(), init.body ?? '');
      }
      await two.leave();
    }
  });

  it('does not get a POST repeated that it may have processed', async () => {
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    await settled(one, two);
    one.answer = two.answer = (incoming) => incoming.once('end', () => incoming.socket.destroy()).resume();
    const response = await edge.fetch('/api/exports', { method: 'POST', body: 'once' });
    assert.equal(response.status, 502);
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(((await response.json()) as { code: string }).code, 'upstream_failed');
    assert.equal(one.requests.length + two.requests.length, 1);
  });

  it('gets a GET repeated elsewhere, once', async () => {
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    await settled(one, two);
    const answer = two.answer;
    let cut = false;
    one.answer = two.answer = (incoming, response) => {
      if (cut) answer(incoming, response);
      else incoming.socket.destroy();
      cut = true;
    };
    await whoAnswers();
    assert.equal(one.requests.length, 1);
    assert.equal(two.requests.length, 1);
  });

  it('does not leave half an answer hanging', async () => {
    const one = await edge.upstream('backend');
    one.answer = (_incoming, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => void one.die());
    };
    const response = await edge.fetch('/api/threads');
    await assert.rejects(response.text());
  });
});

describe('nobody to answer', () => {
  const told = [
    ['/auth/login', 'Signing in is not available at the moment. Try again in a moment.'],
    ['/api/threads', 'The chat is not available at the moment. Try again in a moment.'],
  ] as const;
  for (const [path, detail] of told) {
    it(`is told in a person's words: ${detail}`, async () => {
      const response = await edge.fetch(path, { method: 'POST', body: '{}' });
      assert.equal(response.status, 503);
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert.equal(response.headers.get('retry-after'), '1');
      const document = (await response.json()) as Record<string, unknown>;
      assert.equal(document['code'], 'dependency_unavailable');
      assert.equal(document['detail'], detail);
      assert.equal(document['retry_after'], 1);
      assert.equal(document['trace_id'], response.headers.get('trace-id'));
    });
  }

  it('includes an instance that died and is still registered', async () => {
    const one = await edge.upstream('backend');
    await whoAnswers();
    await one.die();
    assert.equal((await edge.fetch('/api/threads')).status, 503);
  });

  it('lasts no longer than it is so', async () => {
    const one = await edge.upstream('backend');
    one.health = { status: 'unavailable' };
    assert.equal((await edge.fetch('/api/threads')).status, 503);
    one.health = { status: 'ready' };
    await whoAnswers();
  });
});

describe('what is passed on', () => {
  it('says who asks from what the edge sees, never from what the client says', async () => {
    const one = await edge.upstream('backend');
    await whoAnswers('/api/threads', {
      headers: {
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-port': '1',
        'x-real-ip': '203.0.113.7',
        forwarded: 'for=203.0.113.7',
      },
    });
    const { headers } = one.requests[0] ?? assert.fail();
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    assert.equal(headers['x-forwarded-proto'], 'http');
    assert.equal(headers['x-forwarded-host'], new URL(edge.url).host);
    assert.equal(headers['host'], new URL(one.entry.url).host);
    for (const name of ['x-real-ip', 'forwarded', 'x-forwarded-port']) assert.equal(headers[name], undefined);
  });

  it('takes the trace over, and makes one where there is none', async () => {
    const one = await edge.upstream('backend');
    const traceId = 'a'.repeat(32);
    const own = await edge.fetch('/api/a', {
      headers: { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` },
    });
    const made = await edge.fetch('/api/b');
    assert.equal(own.headers.get('trace-id'), traceId);
    const onward = one.requests.map(({ headers }) => String(headers['traceparent']).split('-')[1]);
    assert.deepEqual(onward, [traceId, made.headers.get('trace-id')]);
  });

  it('leaves origin, cookies, redirects and every Set-Cookie as they are', async () => {
    const auth = await edge.upstream('auth');
    auth.answer = (_incoming, response) => {
      const cookies = ['refresh_token=r; Path=/auth; HttpOnly', 'mark=1'];
      const ofTheConnection = { connection: 'x-hop', 'x-hop': 'yes', 'keep-alive': 'timeout=9' };
      response.writeHead(302, { location: '/dashboard?code=7', 'set-cookie': cookies, ...ofTheConnection });
      response.end();
    };
    const headers = {
      origin: 'http://pages.example',
      cookie: 'refresh_token=old',
      authorization: 'Bearer t',
    };
    const response = await edge.fetch('/auth/oauth/google/callback?code=c', { headers, redirect: 'manual' });
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), '/dashboard?code=7');
    assert.deepEqual(response.headers.getSetCookie(), ['refresh_token=r; Path=/auth; HttpOnly', 'mark=1']);
    assert.notEqual(response.headers.get('keep-alive'), 'timeout=9');
    assert.equal(response.headers.get('x-hop'), null);
    const { headers: onward } = auth.requests[0] ?? assert.fail();
    for (const [name, value] of Object.entries(headers)) assert.equal(onward[name], value);
  });

  it('ends what belongs to a connection with that connection', async () => {
    const one = await edge.upstream('backend');
    await new Promise((resolve, reject) => {
      const headers = { connection: 'x-private', 'x-private': 'yes', te: 'trailers', 'x-kept': 'yes' };
      const sent = request(`${edge.url}/api/a`, { headers }, (response) =>
        response.resume().once('end', resolve),
      );
      sent.once('error', reject).end();
    });
    const { headers } = one.requests[0] ?? assert.fail();
    assert.equal(headers['x-private'], undefined);
    assert.equal(headers['te'], undefined);
    assert.equal(headers['x-kept'], 'yes');
  });

  it('streams a body of any kind, both ways', async () => {
    const one = await edge.upstream('backend');
    one.answer = (incoming, response) => incoming.pipe(response);
    const body = Buffer.alloc(3_000_000, 'bytes of any kind');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await edge.fetch('/api/upload', { method, body });
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(body), method);
    }
  });

  it('passes refusals on as the service words them, and asks once', async () => {
    const one = await edge.upstream('backend');
    one.answer = (_incoming, response) => response.writeHead(503, { 'retry-after': '7' }).end('as it is');
    const response = await edge.fetch('/api/threads');
    assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '7']);
    assert.equal(await response.text(), 'as it is');
    assert.equal(one.requests.length, 1);
  });

  it('leaves no query, token or cookie in the log', async () => {
    const auth = await edge.upstream('auth');
    const headers = { authorization: 'Bearer hush-1', cookie: 'refresh_token=hush-2' };
    await edge.fetch('/auth/x?token=hush-3', { headers });
    await auth.die();
    await edge.fetch('/auth/x?token=hush-4', { headers });
    await edge.fetch('/verify-email?token=hush-5', { headers: { accept: 'text/html' } });
    const log = JSON.stringify(edge.log());
    assert.match(log, /GET \/auth\/\* 200/);
    assert.match(log, /GET \/auth\/\* 503/);
    assert.doesNotMatch(log, /hush/);
  });
});

/** Both are known to the edge, with their health as it is now. */
async function settled(...upstreams: FakeUpstream[]): Promise<void> {
  assert.ok(upstreams.length > 0);
  await edge.fetch('/health/ready');
}
