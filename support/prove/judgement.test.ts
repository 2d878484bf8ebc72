import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue } from '../../requirements/catalogue';
import type { RunSeen, ScenarioSeen } from '../reruns/suite-run';
import type { Defect } from './defect';
import { judge } from './judgement';

const UPSTREAM = 'startup-and-health';
const JOURNEY = 'new-user-first-chat';

const DEFECT: Defect = {
  id: 'no-mail',
  story: 'A story of forty characters or more, as they all are.',
  requirements: ['E1.2'],
  must_go_red: [`${JOURNEY} / A visitor gets a mail`],
  may_go_red: [],
  must_not_start: false,
  says: 'never got a .* mail',
  patch: [{ file: 'platform/auth/src/accounts/register.ts', find: 'a', replace: 'b' }],
};

function seen(name: string, message: string | null, journey = JOURNEY): ScenarioSeen {
  const outcome = message === null ? 'passed' : 'failed';
  return {
    ...{ name, journey, outcome, message },
    place: `features/${name}:1`,
    at: message === null ? null : 'own',
    stepFiles: [],
  };
}

const RED = seen(
  'A visitor gets a mail',
  'Ada never got a verification mail (waited 5.0 s).\n  last nothing',
);

function verdictOn(scenarios: readonly ScenarioSeen[], defect: Defect = DEFECT, more: Partial<RunSeen> = {}) {
  const run = { exitCode: 1, directory: '/somewhere', durationMs: 1, scenarios, said: '', ...more };
  return judge(defect, run, loadCatalogue());
}

describe('a defect', () => {
  it('is caught where its scenario went red in words that name the cause, and nothing else did', () => {
    const { verdict, because, wentRed, stayedGreen } = verdictOn([RED, seen('Another', null)]);
    assert.deepEqual([verdict, because], ['caught', 'Ada never got a verification mail (waited 5.0 s).']);
    assert.deepEqual(
      [wentRed, stayedGreen],
      [[`${JOURNEY} / A visitor gets a mail`], [`${JOURNEY} / Another`]],
    );
  });

  for (const [what, scenarios] of Object.entries<readonly ScenarioSeen[]>({
    'its scenario passed': [seen('A visitor gets a mail', null)],
    'its scenario did not run': [seen('Another', null)],
    'the message does not name the cause': [seen('A visitor gets a mail', 'expected true to be false')],
    'the runner lost its patience': [
      seen('A visitor gets a mail', 'function timed out, never got a single mail, within 60000 milliseconds'),
    ],
    'the suite itself broke': [seen('A visitor gets a mail', 'TypeError: never got a mail of undefined')],
    'the scenario was not even tried': [{ ...RED, outcome: 'skipped' }],
  }))
    it(`is missed where ${what}`, () => assert.equal(verdictOn(scenarios).verdict, 'missed'));

  it('is too broad where something went red that it does not name', () => {
    assert.equal(verdictOn([RED, seen('Another', 'no')]).verdict, 'too broad');
    assert.equal(verdictOn([RED, seen('Up', 'no', UPSTREAM)]).verdict, 'too broad');
  });

  it('may turn red what it names, and what stands on the journey that it breaks', () => {
    const named = { ...DEFECT, may_go_red: [`${JOURNEY} / Another`] };
    assert.equal(verdictOn([RED, seen('Another', 'no')], named).verdict, 'caught');
    const whole = { ...DEFECT, may_go_red: [`${JOURNEY} / *`] };
    assert.equal(verdictOn([RED, seen('Another', 'no')], whole).verdict, 'caught');
    const upstream = { ...DEFECT, must_go_red: [`${UPSTREAM} / Everything is up`] };
    const up = seen('Everything is up', 'never got a single mail', UPSTREAM);
    assert.equal(verdictOn([up, seen('Another', 'no')], upstream).verdict, 'caught');
  });

  it('that must keep the platform from coming up is caught by the sentence of the refused start alone', () => {
    const start: Defect = { ...DEFECT, must_go_red: [], must_not_start: true, says: 'listens on port \\d+' };
    const refused = {
      exitCode: 2,
      said: 'Starting ...\nbackend says that it listens on port 7, but nothing does.\n',
    };
    assert.equal(verdictOn([], start, refused).verdict, 'caught');
    assert.equal(verdictOn([], start, { ...refused, exitCode: 1 }).verdict, 'missed');
    assert.equal(verdictOn([], start, { ...refused, said: 'It did not start.' }).verdict, 'missed');
    assert.equal(verdictOn([seen('Another', null)], start, refused).verdict, 'missed');
  });
});
