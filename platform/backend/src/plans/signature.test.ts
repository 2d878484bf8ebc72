import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { isSigned } from './signature';

const OPTIONS = { secret: 'shared-with-the-provider', tolerance: 300 };
const NOW = 1_764_000_000_000;
const BODY = '{"id":"evt_1"}';

function signed(body: string, at = NOW / 1_000, secret = OPTIONS.secret): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

test('what the provider signed a moment ago counts', () => {
  assert.equal(isSigned(signed(BODY), BODY, OPTIONS, NOW), true);
  assert.equal(isSigned(signed(BODY, NOW / 1_000 - 300), BODY, OPTIONS, NOW), true);
});

test('nothing else does', () => {
  const genuine = signed(BODY);
  const later = genuine.replace(/t=\d+/, `t=${NOW / 1_000 + 1}`);
  const cases: Record<string, [string | undefined, string]> = {
    'no signature': [undefined, BODY],
    'another secret': [signed(BODY, NOW / 1_000, 'guessed'), BODY],
    'another body': [genuine, `${BODY} `],
    'a time that was not signed': [later, BODY],
    'signed too long ago': [signed(BODY, NOW / 1_000 - 301), BODY],
    'signed in the future': [signed(BODY, NOW / 1_000 + 301), BODY],
    'half a signature': [genuine.slice(0, -2), BODY],
  };
  for (const [name, [header, body]] of Object.entries(cases))
    assert.equal(isSigned(header, body, OPTIONS, NOW), false, name);
});
