import {
  AttachmentContentEncoding,
  HookType,
  PickleStepType,
  TestStepResultStatus,
  type Attachment,
  type GherkinDocument,
  type Hook,
  type PickleStep,
  type Timestamp,
} from '@cucumber/messages';
import type { StepKind } from './scenario';

/** Small readings of Cucumber's messages. */

export function kindOfStep(step: PickleStep): StepKind {
  switch (step.type) {
    case PickleStepType.CONTEXT:
      return 'given';
    case PickleStepType.ACTION:
      return 'when';
    case PickleStepType.OUTCOME:
      return 'then';
    default:
      return 'step';
  }
}

export function hookKind(hook: Hook | undefined, isBefore: boolean): StepKind {
  if (hook?.type === HookType.BEFORE_TEST_CASE) return 'before';
  if (hook?.type === HookType.AFTER_TEST_CASE) return 'after';
  return isBefore ? 'before' : 'after';
}

/** Line of every node that a pickle may point to. */
export function* nodesOf(document: GherkinDocument): Generator<{ id: string; line: number }> {
  for (const child of document.feature?.children ?? []) {
    for (const part of [child, ...(child.rule?.children ?? [])]) {
      const block = part.scenario ?? part.background;
      if (!block) continue;
      yield { id: block.id, line: block.location.line };
      for (const step of block.steps) yield { id: step.id, line: step.location.line };
      for (const examples of part.scenario?.examples ?? [])
        for (const row of examples.tableBody) yield { id: row.id, line: row.location.line };
    }
  }
}

export function jsonOf(attachment: Attachment): unknown {
  const text =
    attachment.contentEncoding === AttachmentContentEncoding.BASE64
      ? Buffer.from(attachment.body, 'base64').toString('utf8')
      : attachment.body;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Refused by its schema, and told as a complaint of the scenario.
  }
}

/** Cucumber hands over an error as its stack trace; the message is what stands before the first frame. */
export function withoutStack(message: string | undefined): string | null {
  return message?.split(/\n\s+at /)[0]?.trimEnd() ?? null;
}

/** On one line, with its full stop. */
export const sentence = (text: string): string => `${text.trim().replace(/\s+/g, ' ').replace(/[.]$/, '')}.`;

export function milliseconds(timestamp: Timestamp): number {
  return timestamp.seconds * 1000 + timestamp.nanos / 1e6;
}

/** Whether a hook of the run that ended so leaves the run as it is. */
export function isHarmless(status: TestStepResultStatus): boolean {
  return status === TestStepResultStatus.PASSED || status === TestStepResultStatus.SKIPPED;
}
