import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { residue, retainedPlaces } from './retention';

describe('residue', () => {
  it('is whatever still names someone and is not declared', () => {
    const traces = [
      { where: 'cache i1:user-events', count: 1 },
      { where: 'cache i1:auth:session:77', count: 1 },
      { where: 'backend-database public.messages', count: 2 },
    ];
    assert.deepEqual(
      residue(traces, ['cache *:user-events']).map(({ where }) => where),
      ['cache i1:auth:session:77', 'backend-database public.messages'],
    );
  });

  it('takes a declared place for itself alone, not for what its name begins or ends with', () => {
    const traces = [{ where: 'cache i1:user-events:copy', count: 1 }];
    assert.deepEqual(residue(traces, ['cache *:user-events']), traces);
  });
});

describe('retention.yaml', () => {
  it('declares the event stream and no database', () => {
    const places = retainedPlaces();
    assert.ok(places.includes('cache *:user-events'));
    assert.ok(places.every((place) => !place.includes('database')));
  });

  it('wants a reason and a life time for every place', () => {
    assert.throws(() => retainedPlaces('retained: [{ where: everything, reason: because }]'));
  });
});
