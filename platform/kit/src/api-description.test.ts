import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHttpServer } from './http-server';
import { createLogger } from './logger';

const AT = '/api/contract/openapi.json';

async function described(): Promise<{ operations: readonly string[]; parameters: unknown }> {
  const logger = createLogger('fake', '1');
  const server = createHttpServer({ service: 'fake', version: '1', logger, checks: {}, describedAt: AT });
  server.get('/api/things', () => ({}));
  await server.register(async (scope) => {
    scope.route({ method: ['PATCH', 'DELETE'], url: '/api/things/:id/parts/:part', handler: () => ({}) });
  });
  const { paths } = (await server.inject(AT)).json<{ paths: Record<string, Record<string, unknown>> }>();
  await server.close();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  return { operations, parameters: paths['/api/things/{id}/parts/{part}']?.['patch'] };
}

describe('the description of an API', () => {
  it('has every route of the server, its own and those of a scope included', async () => {
    const { operations } = await described();
    assert.deepEqual([...operations].sort(), [
      'DELETE /api/things/{id}/parts/{part}',
      `GET ${AT}`,
      'GET /api/things',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'PATCH /api/things/{id}/parts/{part}',
    ]);
  });

  it('names what stands for something in a path', async () => {
    const { parameters } = await described();
    const named = (parameters as { parameters: { name: string }[] }).parameters.map(({ name }) => name);
    assert.deepEqual(named, ['id', 'part']);
  });
});
