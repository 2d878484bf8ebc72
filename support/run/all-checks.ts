import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * `npm test`: every check of the project, each as a person would start it, and at the end one line that counts what
 * really ran. A check that fails does not stop those behind it: one run tells all that is wrong.
 */

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Check {
  readonly name: string;
  readonly script: string;
  /** What the check says it ran, apart from its exit code. */
  readonly count?: () => Count;
}

const PROJECT = resolve(__dirname, '..', '..');
const UNIT_RESULTS = join(PROJECT, '.cache', 'unit-tests.tap');
const SUMMARY = join(PROJECT, 'reports', 'output', 'summary.json');

/** Tools that cache compiled code do so below the project, not in the system's temporary folder. */
const ENVIRONMENT = { ...process.env, NODE_COMPILE_CACHE: join(PROJECT, '.cache', 'node-compile-cache') };

const CHECKS: readonly Check[] = [
  { name: 'types', script: 'typecheck' },
  { name: 'code, layers and formatting', script: 'lint' },
  { name: 'defects', script: 'lint:defects' },
  { name: 'unit tests', script: 'unit', count: unitTests },
  { name: 'acceptance', script: 'acceptance', count: scenarios },
];

function main(): void {
  mkdirSync(join(PROJECT, '.cache'), { recursive: true });
  for (const stale of [UNIT_RESULTS, SUMMARY]) rmSync(stale, { force: true });
  const total = CHECKS.map(run).reduce((sum, { passed, failed }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
  }));
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

function run({ name, script, count }: Check): Count {
  process.stdout.write(`\n── ${name} (npm run ${script})\n`);
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    cwd: PROJECT,
    stdio: 'inherit',
    env: ENVIRONMENT,
  });
  const ok = status === 0;
  const counted = count?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  // A check that failed without a failure to count (it crashed, or ran nothing) is a failure of its own.
  if (!ok && counted.failed === 0) return { ...counted, failed: 1 };
  if (ok && counted.passed === 0) return { ...counted, failed: counted.failed + 1 };
  return counted;
}

function unitTests(): Count {
  const tap = existsSync(UNIT_RESULTS) ? readFileSync(UNIT_RESULTS, 'utf8') : '';
  const figure = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  return { passed: figure('pass'), failed: figure('fail') + figure('cancelled') };
}

function scenarios(): Count {
  if (!existsSync(SUMMARY)) return { passed: 0, failed: 0 };
  const { totals } = JSON.parse(readFileSync(SUMMARY, 'utf8')) as {
    totals: Record<'passed' | 'failed' | 'undefined' | 'ambiguous' | 'pending', number>;
  };
  return {
    passed: totals.passed,
    failed: totals.failed + totals.undefined + totals.ambiguous + totals.pending,
  };
}

main();
