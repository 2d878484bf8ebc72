import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { personName, pictureAddress } from './account';
import { versionIn } from './profile';

describe('If-Match', () => {
  it('names the version that was read', () => {
    assert.deepEqual(['"3"', 'W/"3"', '3', ' "3" '].map(versionIn), [3, 3, 3, 3]);
    assert.equal(versionIn('*'), 'any');
  });

  it('must be there', () => {
    assert.throws(() => versionIn(undefined), { code: 'version_required' });
  });

  for (const written of ['', '"x"', '"1", "2"', '-1', '1.5', '99999999999999999999']) {
    it(`matches nothing as ${JSON.stringify(written)}`, () => {
      assert.throws(() => versionIn(written), { code: 'version_conflict' });
    });
  }
});

describe('a profile', () => {
  it('has a name on one line', () => {
    assert.equal(personName.parse('  Ada Lovelace '), 'Ada Lovelace');
    for (const name of ['', '   ', 'a\nb', 'x'.repeat(101)])
      assert.equal(personName.safeParse(name).success, false);
  });

  it('has a picture on the web', () => {
    assert.equal(pictureAddress.safeParse('https://example.org/a.png').success, true);
    for (const address of ['javascript:alert(1)', 'data:image/png;base64,AA', 'a.png', 'file:///etc/passwd'])
      assert.equal(pictureAddress.safeParse(address).success, false);
  });
});
