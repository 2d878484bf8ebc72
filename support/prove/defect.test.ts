import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { kindOf, readDefects, type Defect } from './defect';
import { recordProofs } from './lock';
import type { Proving } from './proving';
import { variantOf } from './variant';

const STORY = 'Something went wrong on the way, and people who had paid for it were turned away.';
const TOLD = { story: STORY, requirements: ['E1.7'], says: 'turned away' };
const RED = { must_go_red: ['new-user-first-chat / The first question'] };
const SLOW = { between: ['backend', 'llm'], fault: { kind: 'latency', ms: 4_000 } };

describe('the file of a seeded defect', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'defects-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function read(content: object): Defect {
    writeFileSync(join(folder, 'one.yaml'), JSON.stringify(content));
    const [defect] = readDefects(folder);
    assert.ok(defect);
    return defect;
  }

  it('may put the fault into a source, into a setting or onto the way between two parts', () => {
    const changes = {
      patch: [{ file: 'platform/auth/src/a.ts', find: 'x', replace: 'y' }],
      setting: [{ service: 'auth', name: 'LINK_TTL', value: '1' }],
      network: [SLOW],
    };
    for (const [kind, change] of Object.entries(changes))
      assert.equal(kindOf(read({ ...TOLD, ...RED, [kind]: change })), kind);
  });

  const wrong: [string, object, RegExp][] = [
    ['nothing broken', {}, /exactly one of patch, setting and network/],
    [
      'two kinds at once',
      { network: [SLOW], setting: [{ service: 'auth', name: 'A', value: '1' }] },
      /exactly one of patch, setting and network/,
    ],
    [
      'a part that is none',
      { network: [{ ...SLOW, between: ['backend', 'moon'] }] },
      /one\.yaml: network\.0\.between: expected two parts of which the first calls the second: auth -> postgres/,
    ],
    [
      'parts that do not call each other',
      { network: [{ ...SLOW, between: ['llm', 'backend'] }] },
      /network\.0\.between: expected two parts/,
    ],
    [
      'a fault that is none',
      { network: [{ ...SLOW, fault: { kind: 'goblin' } }] },
      /network\.0\.fault\.kind: expected a fault of one of these kinds: latency, black hole,/,
    ],
    ['no measure', { network: [{ ...SLOW, fault: { kind: 'latency' } }] }, /network\.0\.fault\.ms: /],
    [
      'a way that a reset has not',
      { network: [{ ...SLOW, fault: { kind: 'reset', way: 'there' } }] },
      /network\.0\.fault: .*way/,
    ],
  ];
  for (const [what, change, says] of wrong)
    it(`is refused with ${what}, in one sentence`, () => {
      assert.throws(() => read({ ...TOLD, ...RED, ...change }), says);
    });

  it('breaks the network once the platform is up, or from its start on where it must not come up', () => {
    const since = (more: object) => variantOf(read({ ...TOLD, network: [SLOW], ...more })).network;
    assert.deepEqual(since(RED), [{ ...SLOW, since: 'ready' }]);
    assert.deepEqual(since({ must_not_start: true }), [{ ...SLOW, since: 'start' }]);
  });

  it('is proved with its kind, and rests on the proxy where that brings the fault about', () => {
    const defect = read({ ...TOLD, ...RED, network: [SLOW] });
    const proving = {
      defect,
      verdict: 'caught',
      stepFiles: ['step-definitions/chat.steps.ts'],
    } as unknown as Proving;
    const lock = join(folder, 'proof.lock.json');
    recordProofs([proving], [defect], lock);
    const { entries } = JSON.parse(readFileSync(lock, 'utf8')) as {
      entries: { kind: string; files: object }[];
    };
    const [entry] = entries;
    assert.ok(entry);
    assert.equal(entry.kind, 'network');
    assert.deepEqual(Object.keys(entry.files), [
      'defects/one.yaml',
      'platform/launcher/src/network/flow.ts',
      'platform/launcher/src/network/network-fault.ts',
      'platform/launcher/src/network/passage.ts',
      'platform/launcher/src/network/tcp-proxy.ts',
      'step-definitions/chat.steps.ts',
    ]);
  });
});
