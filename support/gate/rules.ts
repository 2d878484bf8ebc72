import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Sentence } from '../sentence';

const money = z.number().nonnegative();

const rules = z.strictObject({
  at_risk: money,
  blocked: money,
  uncovered: money,
  unverified: money,
  unproven: money,
  /** Per cent of what travels between processes. */
  real_share: z.number().min(0).max(100),
  /** Scenarios that passed and failed on one commit. */
  flakes: z.number().int().nonnegative(),
});

const file = z.strictObject({
  every: rules,
  targets: z.record(z.string(), rules.partial()).default({}),
});

export type Rules = z.infer<typeof rules>;

/**
 * The rules that hold for a target: its own, and where it says nothing those of every target.
 * @throws Sentence when the file cannot be read, or is wrong.
 */
export function readRules(path: string, target: string | null): Rules {
  const read = file.safeParse(yamlIn(path));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Sentence(
      `${path} is wrong: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not as agreed'}. Compare it with the gate.yaml of the suite.`,
    );
  }
  const { every, targets } = read.data;
  const own = target === null ? {} : (targets[target] ?? {});
  return { ...every, ...own };
}

function yamlIn(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Sentence(`${path} cannot be read; name the rules with --rules FILE.`, { cause });
  }
  try {
    return parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Sentence(`${path} is not YAML: ${why} Mend the file at that line.`, { cause });
  }
}
