import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EdgeUnderTest } from '../testing/edge-under-test';

const NAVIGATION = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

let edge: EdgeUnderTest;
before(async () => {
  edge = await EdgeUnderTest.start();
});
after(async () => edge.stop());

describe('the pages', () => {
  for (const path of ['/', '/log-in', '/dashboard/7b1e', '/verify-email?token=t.o.k', '/index.html']) {
    it(`are the application at ${path}, asked for each time`, async () => {
      const response = await edge.fetch(path, NAVIGATION);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
      assert.equal(response.headers.get('cache-control'), 'no-cache');
      assert.match(await response.text(), /The application/);
    });
  }

  it('keep files whose names bear a hash for good', async () => {
    const response = await edge.fetch('/assets/app-4f2a.js');
    assert.match(response.headers.get('content-type') ?? '', /javascript/);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  });

  it('are not what a missing file or another method gets', async () => {
    const refused = [
      await edge.fetch('/assets/app-0000.js'),
      await edge.fetch('/favicon.ico'),
      await edge.fetch('/log-in', { method: 'POST', ...NAVIGATION }),
      await edge.fetch('/..%2f..%2fetc%2fpasswd'),
    ];
    for (const response of refused) {
      assert.equal(response.status, 404);
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert.equal(((await response.json()) as { code: string }).code, 'not_found');
    }
  });

  it('may do what they need and no more', async () => {
    const { headers } = await edge.fetch('/log-in', NAVIGATION);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((line) => {
        const [name = '', ...sources] = line.split(' ');
        return [name, sources] as const;
      }),
    );
    const host = new URL(edge.url).host;
    assert.deepEqual(policy.get('default-src'), ["'self'"]);
    assert.deepEqual(policy.get('connect-src'), ["'self'", `ws://${host}`, `wss://${host}`]);
    assert.deepEqual(policy.get('frame-ancestors'), ["'none'"]);
    assert.doesNotMatch([...policy.values()].join(' '), /unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'same-origin');
    assert.match(headers.get('permissions-policy') ?? '', /camera=\(\)/);
  });
});
