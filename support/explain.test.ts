import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogLine } from '../world/drivers/operations';
import { worthTelling } from './explain';

const line = (level: string, msg: string): LogLine => ({
  time: '2026-11-21T01:44:44.247Z',
  level,
  service: 'auth',
  msg,
});

describe('the log lines that a failure quotes', () => {
  it('are the complaints, where there are any', () => {
    const told = worthTelling([line('info', 'a'), line('warn', 'b'), line('info', 'c'), line('error', 'd')]);
    assert.deepEqual(
      told.map(({ msg }) => msg),
      ['b', 'd'],
    );
  });

  it('are the last words, where nobody complained', () => {
    const lines = Array.from({ length: 20 }, (_, index) => line('info', String(index)));
    assert.deepEqual(
      worthTelling(lines).map(({ msg }) => msg),
      ['12', '13', '14', '15', '16', '17', '18', '19'],
    );
  });
});
