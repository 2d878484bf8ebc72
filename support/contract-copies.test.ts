import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const SUITES = join(__dirname, '..', 'world', 'contract', 'events.schema.json');
const PLATFORMS = join(__dirname, '..', 'platform', 'backend', 'src', 'contract', 'events.schema.json');

describe('the two copies of the message contract', () => {
  it('agree, so that a change of one side alone is noticed', { skip: !existsSync(PLATFORMS) }, () => {
    assert.deepEqual(JSON.parse(readFileSync(SUITES, 'utf8')), JSON.parse(readFileSync(PLATFORMS, 'utf8')));
  });
});
