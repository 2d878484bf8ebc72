const eslint = require('@eslint/js');
const globals = require('globals');
const prettier = require('eslint-config-prettier/flat');
const tseslint = require('typescript-eslint');
const assertionOnAConstant = require('./support/lint/assertion-on-a-constant.cjs');

const nodeScripts = { languageOptions: { globals: globals.node, sourceType: 'commonjs' } };

const NO_SLEEP = {
  selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
  message: 'No sleep: wait with eventually() (support/eventually.ts).',
};
const NO_CATCH = ['TryStatement[handler]', "CallExpression[callee.property.name='catch']"].map(
  (selector) => ({
    selector,
    message: 'A step catches nothing: let it fail, or claim the refusal in a step of its own.',
  }),
);

module.exports = tseslint.config(
  { ignores: ['node_modules/', '.cache/', 'reports/output/', '.service_discovery/'] },
  eslint.configs.recommended,
  { files: ['**/*.js', '**/*.cjs'], ignores: ['platform/frontend/web/public/**'], ...nodeScripts },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node, sourceType: 'module' } },
  { files: ['platform/frontend/web/public/**/*.js'], languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // Numbers in sentences are fine.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // `payload['code']` says that the key comes from the wire and not from a type.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // A type parameter that only names the answer's type reads better at the call than a cast.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // The pages run in a browser: nothing of Node's is there.
    files: ['platform/frontend/web/src/**/*.ts', 'platform/frontend/web/src/**/*.tsx'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setImmediate', 'global'],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='style']",
          message: 'Styles stand in style sheets: the content security policy allows no others.',
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'What people and agents write is shown as text, never as HTML.',
        },
      ],
    },
  },
  {
    // node:test's describe() and it() return promises that the runner itself awaits.
    files: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite'] },
          ],
        },
      ],
    },
  },
  {
    // Rule 1 of the suite: no sleep. support/eventually.ts is the one place that may wait.
    files: ['features/**', 'step-definitions/**/*.ts', 'world/**/*.ts', 'support/**/*.ts'],
    ignores: ['**/*.test.ts', 'support/eventually.ts'],
    rules: {
      'no-restricted-syntax': ['error', NO_SLEEP],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:timers/promises', message: 'No sleep: use eventually().' }] },
      ],
    },
  },
  {
    // What a step says fails, fails: a refusal is claimed in a step of its own, never caught.
    files: ['step-definitions/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_SLEEP, ...NO_CATCH] },
  },
  {
    // Steps, what stands behind them, and every unit test alike: a check that cannot fail is none.
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    // These two count assertions, and must make some.
    ignores: ['support/assertions.test.ts', 'support/step-guard.test.ts'],
    plugins: { suite: { rules: { 'assertion-on-a-constant': assertionOnAConstant } } },
    rules: { 'suite/assertion-on-a-constant': 'error' },
  },
  prettier,
);
