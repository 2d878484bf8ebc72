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

  it('keeps what is looked up once the journey has ended apart, and takes no samples of it', () => {
    const evidence = new EvidenceRecorder();
    evidence.look({ peer: 'auth-database', kind: 'sql' });
    evidence.endJourney();
    evidence.exchange({ actor: 'the suite', peer: 'auth-database', kind: 'sql', what: 'x' });
    evidence.measure('answer', 1, 2);
    evidence.works('login');
    const { exchanges, looks, measures, path } = evidence.facts();
    assert.deepEqual([exchanges, measures, path], [[], [], []]);
    assert.deepEqual(looks, [{ peer: 'auth-database', kind: 'sql', real: true, count: 2 }]);
  });

  it('gives facts that later exchanges do not change', () => {
    const evidence = new EvidenceRecorder();
    evidence.exchange({ actor: 'Ada', peer: 'auth', kind: 'http', what: 'x' });
    const { exchanges } = evidence.facts();
    evidence.exchange({ actor: 'Ada', peer: 'auth', kind: 'http', what: 'y' });
    assert.equal(exchanges[0]?.count, 1);
  });
});
