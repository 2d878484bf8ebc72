import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceFrom } from './device';

describe('the name of a device', () => {
  const cases = [
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/153.0 Safari/537.36',
      'Chrome on Linux',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120', 'Edge on Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) AppleWebKit/605 Version/17 Safari/604',
      'Safari on iPhone',
    ],
    ['Mozilla/5.0 (Android 14; Mobile; rv:120) Gecko Firefox/120', 'Firefox on Android'],
    ['something else', 'Browser'],
  ] as const;
  for (const [userAgent, name] of cases) it(`is ${name}`, () => assert.equal(deviceFrom(userAgent), name));
});
