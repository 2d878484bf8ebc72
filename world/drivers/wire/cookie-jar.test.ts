import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CookieJar } from './cookie-jar';

describe('a cookie jar', () => {
  it('sends back what a host set, whatever the port, and to no other host', () => {
    const jar = new CookieJar();
    jar.take('http://127.0.0.1:3000/a', ['browser=one; Path=/auth; HttpOnly', 'theme=dark']);
    assert.equal(jar.for('http://127.0.0.1:4000/b'), 'browser=one; theme=dark');
    assert.equal(jar.for('http://elsewhere.example.org/'), undefined);
  });

  it('forgets a cookie that was emptied, and keeps the newest value of the others', () => {
    const jar = new CookieJar();
    jar.take('http://127.0.0.1/', ['a=1', 'b=1']);
    jar.take('http://127.0.0.1/', ['a=; Max-Age=0', 'b=2']);
    assert.equal(jar.for('http://127.0.0.1/'), 'b=2');
  });
});
