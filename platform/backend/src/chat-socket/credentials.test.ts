import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenSubprotocol, isOriginAllowed, tokenOf } from './credentials';

test('the token is in the header, or beside the subprotocol', () => {
  assert.equal(tokenOf({ authorization: 'Bearer a.b.c' }), 'a.b.c');
  assert.equal(tokenOf({ 'sec-websocket-protocol': 'chat.v1, bearer.a.b.c' }), 'a.b.c');
  assert.equal(tokenOf({ authorization: 'Bearer x', 'sec-websocket-protocol': 'chat.v1, bearer.y' }), 'x');
});

test('nothing else is a token', () => {
  assert.equal(tokenOf({}), undefined);
  assert.equal(tokenOf({ authorization: 'Basic YTpi' }), undefined);
  assert.equal(tokenOf({ authorization: 'Bearer ' }), undefined);
  assert.equal(tokenOf({ 'sec-websocket-protocol': 'chat.v1' }), undefined);
  assert.equal(tokenOf({ 'sec-websocket-protocol': 'chat.v1, bearer.' }), undefined);
  assert.equal(tokenOf({ 'sec-websocket-protocol': 'bearer.a.b.c' }), undefined);
});

test('the subprotocol that carries the token is never chosen', () => {
  assert.equal(chosenSubprotocol(new Set(['bearer.a.b.c', 'chat.v1'])), 'chat.v1');
  assert.equal(chosenSubprotocol(new Set(['bearer.a.b.c'])), false);
});

test('pages of other origins are kept out, programs without one are not', () => {
  const allowed = ['https://app.example.org'];
  assert.equal(isOriginAllowed('https://app.example.org', allowed), true);
  assert.equal(isOriginAllowed(undefined, allowed), true);
  for (const origin of [
    'null',
    '',
    'http://app.example.org',
    'https://app.example.org.evil.example',
    'https://evil.example',
  ]) {
    assert.equal(isOriginAllowed(origin, allowed), false, origin);
  }
});
