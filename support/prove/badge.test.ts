import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { badgeOf, staleBadge } from './badge';

const folder = mkdtempSync(join(tmpdir(), 'badge-'));
after(() => rmSync(folder, { recursive: true }));

const entry = (defect: string, caught: boolean) => ({
  ...{ defect, caught, requirements: ['U1.1'] },
  ...{ files: {}, scenarios: {} },
});
const LOCK = { entries: [entry('a', true), entry('b', true), entry('gone', true)] };

describe('the badge', () => {
  it('tells how many of the defects that there are were caught, for eyes and for ears', () => {
    const badge = badgeOf(LOCK, ['a', 'b']);
    assert.match(badge, />2\/2</);
    assert.match(badge, /<title id="title">2 of 2 seeded defects caught by the suite<\/title>/);
    assert.match(badge, /role="img" aria-labelledby="title"/);
  });

  it('looks different where one was missed, or was not proved yet', () => {
    const colourOf = (badge: string) => /fill="(#[0-9a-f]{6})" \/>\s*<\/g>/.exec(badge)?.[1];
    const whole = colourOf(badgeOf(LOCK, ['a', 'b']));
    const missed = badgeOf({ entries: [entry('a', true), entry('b', false)] }, ['a', 'b']);
    const unproved = badgeOf(LOCK, ['a', 'b', 'c']);
    assert.match(missed, />1\/2</);
    assert.match(unproved, />2\/3</);
    assert.ok(whole);
    assert.deepEqual([colourOf(missed), colourOf(unproved)], ['#a8480b', '#a8480b']);
    assert.notEqual(whole, '#a8480b');
    assert.equal(colourOf(badgeOf({ entries: [] }, [])), '#a8480b', 'nothing caught is nothing shown');
  });

  it('is stale when it shows anything else, or is not there, and says how to refresh it', () => {
    const file = join(folder, 'badge.svg');
    const told = /^docs\/badge\.svg does not show .* npm run prove -- --changed writes it anew\.$/;
    assert.match(staleBadge(['a', 'b'], file, LOCK)[0] ?? '', told);
    writeFileSync(file, badgeOf(LOCK, ['a', 'b']));
    assert.deepEqual(staleBadge(['a', 'b'], file, LOCK), []);
    assert.match(staleBadge(['a', 'b', 'c'], file, LOCK)[0] ?? '', told);
  });
});
