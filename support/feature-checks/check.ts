import type { Finding, Rule, Subject } from './model';
import { layerTags } from './rules/layers';
import { needsTags } from './rules/needs';
import { allUsed, canonicalForm, definedOnce, noRegularExpressions } from './rules/steps';
import { journeyTags, requirementTags } from './rules/tags';
import { livingVoice, oneWhen, plainWords, shortSteps } from './rules/wording';

export const RULES: Readonly<Record<string, Rule>> = {
  'journey-tags': journeyTags,
  'requirement-tags': requirementTags,
  'needs-tags': needsTags,
  'layer-tags': layerTags,
  'plain-words': plainWords,
  'living-voice': livingVoice,
  'one-when': oneWhen,
  'short-steps': shortSteps,
  'defined-once': definedOnce,
  'all-used': allUsed,
  'no-regular-expressions': noRegularExpressions,
  'canonical-form': canonicalForm,
};

/** All findings of all rules, by file and line. */
export function check(subject: Subject): Finding[] {
  return Object.values(RULES)
    .flatMap((rule) => rule(subject))
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
