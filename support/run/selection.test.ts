import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sentence } from '../sentence';
import { selectedPaths } from './selection';

const NONE = { journeys: [], capabilities: [] };

function refused(wanted: Parameters<typeof selectedPaths>[0], sentence: RegExp): void {
  assert.throws(
    () => selectedPaths(wanted),
    (cause: unknown) => cause instanceof Sentence && sentence.test(cause.message),
  );
}

describe('what a run reads', () => {
  it('is every feature, where nothing was asked for', () => {
    assert.deepEqual(selectedPaths(NONE), ['features/**/*.feature']);
  });

  it('is the file of a journey, or the files of a capability', () => {
    const file = 'features/onboarding/new-user-first-chat.feature';
    assert.deepEqual(selectedPaths({ ...NONE, journeys: ['new-user-first-chat'] }), [file]);
    assert.deepEqual(selectedPaths({ ...NONE, capabilities: ['onboarding'] }), [file]);
    assert.deepEqual(selectedPaths({ journeys: ['new-user-first-chat'], capabilities: ['onboarding'] }), [
      file,
    ]);
  });

  it('is refused for a name that does not exist, with those that do', () => {
    refused({ ...NONE, journeys: ['new-user'] }, /^"new-user" is no journey; use .*new-user-first-chat/);
    refused({ ...NONE, capabilities: ['onbording'] }, /^"onbording" is no capability; use .*onboarding/);
  });
});
