import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue } from '../requirements/catalogue';
import { demandsOf } from './demands';
import { noProof } from './proof';

describe('a demand about what must be noticed', () => {
  const statusOf = (id: string, defects: readonly string[]) => {
    const proof = { ...noProof(null), defectsOf: () => [...defects] };
    return demandsOf(loadCatalogue(), [], proof).find((demand) => demand.id === id)?.status;
  };

  it('is met while a seeded defect was noticed, and not without', () => {
    assert.equal(statusOf('SF.1', ['socket-refuses-valid-tokens']), 'passed');
    assert.equal(statusOf('SF.1', []), 'missing');
  });

  it('is the only kind that needs no scenario', () => {
    assert.equal(statusOf('U10.1', ['links-work-twice']), 'missing');
  });
});
