import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { EvidenceRecorder } from '../../evidence/recorder';
import { AddressBook } from './addresses';
import { HttpClient } from './http-client';
import { OperationsOverHttp } from './operations-over-http';

describe('the health of a service that the directory lists', () => {
  const platform = { addresses: { discovery: '/nowhere' } } as ConstructorParameters<typeof AddressBook>[0];
  const http = new HttpClient('platform', 'the suite', 'a'.repeat(32), new EvidenceRecorder());
  const operations = new OperationsOverHttp(http, new AddressBook(platform), platform);
  const listed = (port: number) => {
    const url = `http://127.0.0.1:${port}`;
    return { service: 'backend', instance: '1', url, healthUrl: `${url}/health/ready` };
  };

  it("is nobody's where nothing answers, and is read where it is bad", async () => {
    const report = { service: 'backend', status: 'unavailable', checks: {} };
    const server = createServer((_request, response) => {
      response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify(report));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    assert.deepEqual(await operations.health(listed(port)), report);
    http.close();
    await new Promise((done) => server.close(done));
    assert.deepEqual(await operations.health(listed(port)), {
      service: 'nobody',
      status: 'no answer',
      checks: {},
    });
    http.close();
  });
});
