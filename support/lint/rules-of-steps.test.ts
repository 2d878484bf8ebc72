import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';

const PROJECT = resolve(__dirname, '..', '..');

/** What the project's own restrictions, as they stand for that file, say to the code. */
async function saidTo(code: string, file: string): Promise<string[]> {
  const { rules } = (await new ESLint({ cwd: PROJECT }).calculateConfigForFile(file)) as {
    rules: Linter.RulesRecord;
  };
  const restricted = rules['no-restricted-syntax'] ?? 'off';
  const config = {
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-restricted-syntax': restricted },
  };
  return new Linter().verify(code, [{ files: ['**/*.ts'], ...config }], 'a.ts').map(({ message }) => message);
}

describe('a step definition', () => {
  const STEPS = 'step-definitions/chat.steps.ts';

  for (const code of [
    'try { expect(answer).to.equal("yes"); } catch { passed(); }',
    'actor.chat.answer().catch(() => undefined);',
  ])
    it(`catches nothing: ${code}`, async () =>
      assert.match(
        (await saidTo(code, STEPS)).join(),
        /^A step catches nothing: let it fail, or claim the refusal/,
      ));

  it('may clean up behind itself, which catches nothing', async () =>
    assert.deepEqual(await saidTo('try { look(); } finally { close(); }', STEPS), []));

  it('does not sleep, and neither does what stands behind it', async () => {
    const sleep = 'const slept = new Promise((done) => setTimeout(done, 100));';
    for (const file of [STEPS, 'world/abilities/chat.ts', 'support/hooks.ts'])
      assert.match((await saidTo(sleep, file)).join(), /^No sleep: wait with eventually\(\)/, file);
  });
});
