import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressHash, redisKeys } from './keys';

describe('keys in Redis', () => {
  const keys = redisKeys('i7:');

  it('begin with the instance’s prefix and the service’s name, all but the stream', () => {
    assert.equal(keys.stream, 'i7:user-events');
    const own = [
      keys.session('s1'),
      keys.requests,
      keys.failures,
      keys.mails,
      ...keys.ofAddress('ada@example.org'),
    ];
    assert.ok(own.every((key) => key.startsWith('i7:auth:')));
  });

  it('never show an address', () => {
    assert.doesNotMatch(keys.ofAddress('ada@example.org').join(), /ada|example/);
    assert.notEqual(addressHash('ada@example.org'), addressHash('bram@example.org'));
  });
});
