import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EXPECTED, readFrame } from './frames';

const PUBLISHED = join(__dirname, '..', '..', '..', '..', 'backend/src/contract/events.schema.json');

interface Schema {
  properties: { payload: { required?: string[]; properties?: Record<string, { type?: string }> } };
}

describe("the pages' idea of the server's frames", () => {
  it('is what the backend publishes', { skip: !existsSync(PUBLISHED) }, () => {
    const { server } = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { server: Record<string, Schema> };
    for (const [type, fields] of Object.entries(EXPECTED)) {
      const payload = server[type]?.properties.payload;
      assert.ok(payload, `the backend publishes no ${type}`);
      for (const [field, expected] of Object.entries(fields)) {
        assert.ok(payload.required?.includes(field), `${type}.${field} is not promised`);
        const published: string | undefined = payload.properties?.[field]?.type;
        const name: string | undefined =
          published === 'integer' ? 'number' : published === 'array' ? 'object' : published;
        // Constants and enumerations name no type.
        if (name !== undefined) assert.equal(name, expected, `${type}.${field}`);
      }
    }
  });

  it('takes a type that it does not know for unknown, with its place in the stream', () => {
    const frame = readFrame(JSON.stringify({ type: 'toString', payload: {}, seq: 7 }));
    assert.equal(frame?.type, 'unknown');
    assert.equal(frame.seq, 7);
  });

  it('takes what is no frame for nothing', () => {
    for (const text of ['', '[]', 'null', '{"type":"pong"}', '{"payload":{}}', 7])
      assert.equal(readFrame(text), undefined);
  });
});
