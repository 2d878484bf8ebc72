import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkMessage, spoken } from './messages';

describe('a mail', () => {
  const link = 'https://chat.example.org/verify-email?token=a-b_c';

  it('carries its link in both forms', () => {
    const { text, html } = linkMessage('verify_email', 'Ada', link, 3_600);
    assert.ok(text.includes(`\n${link}\n`));
    assert.ok(html.includes(`<a href="${link}">`));
  });

  it('shows a name as it is written and runs nothing in it', () => {
    const { html } = linkMessage('reset_password', '<img src=x onerror=alert(1)>', link, 60);
    assert.doesNotMatch(html, /<img/);
  });

  it('says how long the link works', () => {
    const lengths = [0.5, 1, 60, 90, 120, 3_600, 7_200, 86_400].map(spoken);
    const words = [
      '1 second',
      '1 second',
      '60 seconds',
      '90 seconds',
      '2 minutes',
      '60 minutes',
      '2 hours',
      '24 hours',
    ];
    assert.deepEqual(lengths, words);
  });
});
