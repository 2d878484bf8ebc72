import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsAtFault, spoken } from './faults';

describe('the fields at fault', () => {
  it('are known by the code of the refusal', () => {
    assert.deepEqual(fieldsAtFault({ code: 'weak_password', sentence: 'x' }), ['password']);
    assert.deepEqual(fieldsAtFault({ code: 'email_taken', sentence: 'x' }), ['email']);
    assert.deepEqual(fieldsAtFault({ code: 'internal_error', sentence: 'x' }), []);
    assert.deepEqual(fieldsAtFault(undefined), []);
  });

  it('are known by the sentence where the code names none', () => {
    assert.deepEqual(fieldsAtFault({ code: 'invalid_request', sentence: 'name: write a name.' }), ['name']);
  });

  it('are not named technically to people', () => {
    assert.equal(spoken('name: write a name; password: too long.'), 'Write a name; too long.');
    assert.equal(spoken('Choose another one.'), 'Choose another one.');
  });
});
