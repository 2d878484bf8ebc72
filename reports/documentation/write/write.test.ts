import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { describe, it } from 'node:test';
import { HOSTILE } from '../../test-support/documented-run';
import type { SiteData } from '../site-data';
import { traceabilityCsv } from './csv';
import { pageOf } from './html-page';
import { forHtml, forScript, pieceScript } from './script-data';

describe('data in a script', () => {
  const value = { [HOSTILE]: HOSTILE, list: ['\u2029', '<!--', '&amp;'] };

  it('hands over exactly what it was given', () => {
    const taken: [string, string][] = [];
    runInNewContext(pieceScript('site', value), {
      livingDocumentation: (name: string, json: string) => taken.push([name, json]),
    });
    assert.deepEqual(taken, [['site', JSON.stringify(value)]]);
  });

  it('can end no script and begin no comment', () => {
    for (const text of [pieceScript('site', value), forScript(JSON.stringify(value))])
      assert.doesNotMatch(text, /[<>\u2028\u2029]/);
  });

  it('leaves a member called __proto__ a member', () => {
    const taken: string[] = [];
    runInNewContext(pieceScript('x', JSON.parse('{"__proto__":{"harm":1}}')), {
      livingDocumentation: (_name: string, json: string) => taken.push(json),
    });
    assert.deepEqual(taken, ['{"__proto__":{"harm":1}}']);
  });

  it('is text in a title', () => {
    assert.equal(forHtml('<b>&"'), '&#60;b&#62;&#38;&#34;');
    assert.ok(pageOf({ kind: 'folder', title: HOSTILE }).includes('<title>&#60;/script'));
  });
});

describe('the demands as CSV', () => {
  const site = {
    demands: [
      {
        ...{
          id: 'U1.1',
          plan: 'U',
          journey: null,
          text: '=1+1',
          status: 'missing',
          gaps: ['no scenario', 'no defect'],
        },
        scenarios: [{ id: 'x', name: ' +cmd|" /C calc"!A0', outcome: 'passed' }],
        defects: [],
      },
    ],
    declined: [{ what: 'A "mock", really', why: '-2+3' }],
  } as unknown as SiteData;

  it('has no cell that a spreadsheet would calculate, and keeps words whole', () => {
    const [header, demand, declined] = traceabilityCsv(site).split('\r\n');
    assert.equal(header, 'demand,plan,journey,text,status,gaps,scenarios,defects');
    assert.equal(demand, `U1.1,U,,'=1+1,missing,no scenario; no defect,"' +cmd|"" /C calc""!A0 (passed)",`);
    assert.equal(declined, `,,,"A ""mock"", really",declined,'-2+3,,`);
  });
});
