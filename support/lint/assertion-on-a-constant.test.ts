import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import rule from './assertion-on-a-constant.cjs';

const PROJECT = resolve(__dirname, '..', '..');
const NAME = 'suite/assertion-on-a-constant';

const linter = new Linter();

/** Whether the rule, and nothing else, reports the code. */
function isReported(code: string): boolean {
  const messages = linter.verify(code, [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { suite: { rules: { 'assertion-on-a-constant': rule } } },
      rules: { [NAME]: 'error' },
    },
  ], 'chat.steps.ts'); // prettier-ignore
  assert.ok(
    messages.every(({ ruleId }) => ruleId === NAME),
    JSON.stringify(messages),
  );
  return messages.length > 0;
}

describe('the rule against assertions on a constant', () => {
  for (const code of [
    'expect(true).to.be.true;',
    "expect('a').to.equal('a');",
    'expect(`a`).to.be.a("string");',
    'expect([]).to.be.empty;',
    'expect({ a: 1 }).to.have.property("a");',
    'expect(!false).to.be.true;',
    'expect(1 + 1).to.equal(2);',
    'expect(undefined).to.be.undefined;',
    'expect(true as boolean).to.be.true;',
    'const yes = true; expect(yes).to.be.true;',
    'expect(frame.type).to.equal(frame.type);',
    'expect(frame).to.deep.equal(frame);',
    'assert.ok(1);',
    'assert(true, "a message");',
    "assert.equal('a', 'a');",
    'assert.strict.deepEqual([1], [1]);',
    "assert.match('abc', /a/);",
    'assert.equal(answer, answer);',
  ])
    it(`reports ${code}`, () => assert.equal(isReported(code), true));

  for (const code of [
    'expect(frame.type).to.equal("pong");',
    'expect(frames).to.have.length(1);',
    'expect([first, second]).to.include(third);',
    'expect(`${name}`).to.equal("Ada");',
    'let open = false; expect(open).to.be.true;',
    'const seen = []; expect(seen).to.be.empty;',
    'expect(next()).to.equal(next());',
    'assert.ok(isOpen);',
    'assert.equal(answer, 42);',
    'assert.equal(42, answer);',
    'assert.throws(() => act(), /no/);',
    'assert.fail("never");',
  ])
    it(`lets ${code} be`, () => assert.equal(isReported(code), false));

  it('covers steps, what stands behind them, and unit tests', async () => {
    const eslint = new ESLint({ cwd: PROJECT });
    for (const file of [
      'step-definitions/chat.steps.ts',
      'world/abilities/chat.ts',
      'support/hooks.ts',
      'support/eventually.ts',
      'reports/states.test.ts',
      'platform/kit/src/logger.test.ts',
      'platform/frontend/web/src/main.tsx',
    ]) {
      const { rules } = (await eslint.calculateConfigForFile(file)) as { rules: Record<string, unknown> };
      assert.deepEqual([file, rules[NAME]], [file, [2]]);
    }
  });
});
