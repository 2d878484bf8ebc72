import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const PROJECT = join(__dirname, '..');
const SUITES = join(PROJECT, 'world', 'contract', 'events.schema.json');
const PLATFORMS = join(PROJECT, 'platform', 'backend', 'src', 'contract', 'events.schema.json');

describe('the two copies of the message contract', () => {
  it('agree, so that a change of one side alone is noticed', { skip: !existsSync(PLATFORMS) }, () => {
    assert.deepEqual(JSON.parse(readFileSync(SUITES, 'utf8')), JSON.parse(readFileSync(PLATFORMS, 'utf8')));
  });
});

describe('the two copies of what can be wrong on the way between two parts', () => {
  const launchers = join(PROJECT, 'platform', 'launcher', 'src', 'network', 'network-fault.ts');

  it('are alike, word for word', { skip: !existsSync(launchers) }, () => {
    const provers = join(PROJECT, 'support', 'prove', 'network-fault.ts');
    assert.equal(readFileSync(provers, 'utf8'), readFileSync(launchers, 'utf8'));
  });
});
