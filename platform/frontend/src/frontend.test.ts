import { discover } from '@reference/kit/discovery';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EdgeUnderTest } from './testing/edge-under-test';

let edge: EdgeUnderTest;
beforeEach(async () => {
  edge = await EdgeUnderTest.start();
});
afterEach(async () => edge.stop());

describe('the frontend', () => {
  it('is registered as soon as it listens, before there is anything behind it', async () => {
    const [entry] = await discover(edge.discoveryDir, 'frontend');
    assert.ok(entry);
    const { port, url } = entry;
    assert.deepEqual(
      { ...entry, started_at: '' },
      {
        service: 'frontend',
        instance: '1',
        port,
        url: `http://127.0.0.1:${port}`,
        api_url: `${url}/api`,
        health_url: `${url}/health/ready`,
        ws_url: `ws://127.0.0.1:${port}/ws`,
        pid: process.pid,
        started_at: '',
      },
    );
  });

  it('leaves discovery first and finishes what is under way when it stops', async () => {
    const backend = await edge.upstream('backend');
    let answer = (): void => assert.fail('it was not asked');
    const asked = new Promise<void>((resolve) => {
      backend.answer = (_incoming, response) => {
        answer = () => response.end('finished');
        resolve();
      };
    });
    const underWay = edge.fetch('/api/exports/7');
    await asked;
    const stopped = edge.stopEdge();
    const refused = async () =>
      edge.fetch('/').then(
        () => false,
        () => true,
      );
    while (!(await refused()));
    assert.equal(existsSync(join(edge.discoveryDir, 'frontend.json')), false);
    answer();
    assert.equal(await (await underWay).text(), 'finished');
    await stopped;
  });

  it('does not wait for ever for somebody who never answers', { timeout: 10_000 }, async () => {
    const backend = await edge.upstream('backend');
    const asked = new Promise<void>((resolve) => (backend.answer = () => resolve()));
    const underWay = assert.rejects(edge.fetch('/api/exports/7'));
    await asked;
    const startedAt = performance.now();
    await edge.stopEdge();
    await underWay;
    assert.ok(performance.now() - startedAt < 5_000);
  });
});
