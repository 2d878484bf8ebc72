import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordFault, requireStrongPassword } from './password-policy';

const EMAIL = 'ada-7f3a@example.org';

describe('the password policy', () => {
  it('accepts a password of 10 characters that is nobody’s first guess', () => {
    assert.equal(passwordFault('zebra&loft', EMAIL), undefined);
    assert.equal(passwordFault('ключ от дома', EMAIL), undefined);
  });

  it('counts characters as a person does', () => {
    assert.match(passwordFault('zebra&lof', EMAIL) ?? '', /at least 10/);
    assert.match(passwordFault('🔑'.repeat(9), EMAIL) ?? '', /at least 10/);
  });

  it('refuses the common ones in any case', () => {
    assert.match(passwordFault('Password123', EMAIL) ?? '', /guess/);
  });

  it('refuses the name in the address, unless it is too short to mean anything', () => {
    assert.match(passwordFault('I am ADA-7F3A!', EMAIL) ?? '', /name in your e-mail address/);
    assert.equal(passwordFault('alabaster column', 'al@example.org'), undefined);
  });

  it('says what is wrong in the refusal', () => {
    assert.throws(() => requireStrongPassword('short', EMAIL), {
      code: 'weak_password',
      message: /weak_password: .*at least 10/,
    });
  });
});
