import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requireService } from './service-credential';

const CREDENTIALS = { backend: 'a:secret:with:colons', analytics: 'another-secret-here' };
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a service credential', () => {
  it('names a service and proves it', () => {
    assert.equal(requireService(CREDENTIALS, basic('backend:a:secret:with:colons')), 'backend');
  });

  const refused = {
    'no header': undefined,
    'another scheme': 'Bearer abc',
    'an unknown service': basic('frontend:another-secret-here'),
    'another service’s secret': basic('backend:another-secret-here'),
    'an empty secret': basic('backend:'),
    'an inherited property': basic('__proto__:'),
    'no service': basic(':'),
    'no base64': 'Basic ???',
  };
  for (const [what, header] of Object.entries(refused)) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => requireService(CREDENTIALS, header), { code: 'unknown_service' });
    });
  }
});
