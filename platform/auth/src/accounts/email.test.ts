import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalisedEmail } from './email';

describe('an e-mail address', () => {
  it('has one spelling', () => {
    assert.equal(normalisedEmail('  Ada.Lovelace+Chat@Example.ORG '), 'ada.lovelace+chat@example.org');
    assert.equal(normalisedEmail('ada@bücher.example'), 'ada@xn--bcher-kva.example');
  });

  const malformed = [
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@localhost',
    'ada@example..org',
    'ada@-example.org',
    'ada@example.org.',
    'a da@example.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'ada@bram@example.org',
    'Ada <ada@example.org>',
    'ada@example.org\nBcc: bram@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a.'.repeat(125)}org`,
  ];
  for (const written of malformed) {
    it(`is not ${JSON.stringify(written.slice(0, 40))}`, () => {
      assert.equal(normalisedEmail(written), undefined);
    });
  }
});
