import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EvidenceRecorder } from './recorder';

describe('the evidence recorder', () => {
  it('hands each exchange out once, to the step it belongs to', () => {
    const evidence = new EvidenceRecorder();
    evidence.exchange({ actor: 'Ada', peer: 'auth', kind: 'http', what: 'POST /auth/login -> 200' });
    assert.deepEqual(
      evidence.takeExchanges().map(({ what }) => what),
      ['POST /auth/login -> 200'],
    );
    assert.deepEqual(evidence.takeExchanges(), []);
  });

  it('counts by peer, and knows the stand-ins from the real', () => {
    const evidence = new EvidenceRecorder();
    for (const peer of ['auth', 'auth', 'mail'])
      evidence.exchange({ actor: 'Ada', peer, kind: 'http', what: 'x' });
    assert.deepEqual(evidence.facts().exchanges, [
      { peer: 'auth', kind: 'http', real: true, count: 2 },
      { peer: 'mail', kind: 'http', real: false, count: 1 },
    ]);
  });

  it('gives facts that later exchanges do not change', () => {
    const evidence = new EvidenceRecorder();
    evidence.exchange({ actor: 'Ada', peer: 'auth', kind: 'http', what: 'x' });
    const { exchanges } = evidence.facts();
    evidence.exchange({ actor: 'Ada', peer: 'auth', kind: 'http', what: 'y' });
    assert.equal(exchanges[0]?.count, 1);
  });
});
