import { CAPABILITY_NAMES, isCapability } from '../../targets/capabilities';
import type { Finding, Rule, StepInCode } from '../model';

const PLATFORM_PROFILES = ['short-lived-tokens', 'tight-limits', 'disposable'];

/** `@needs:` is exactly what the steps need, and `@platform:` names a profile that exists. */
export const needsTags: Rule = ({ features, steps }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap(({ scenario, tags, background }) => {
      const here = (sentence: string): Finding => ({
        file,
        line: scenario.location.line,
        rule: 'needs-tags',
        sentence,
      });
      const declared = new Set(valuesOf(tags, 'needs:'));
      const used = new Set(
        [...background, ...scenario.steps].flatMap(({ text }) => needsOfText(text, steps)),
      );
      const unknown = [...declared].filter((name) => !isCapability(name));
      const profiles = valuesOf(tags, 'platform:').filter((name) => !PLATFORM_PROFILES.includes(name));
      return [
        ...unknown.map((name) =>
          here(`@needs:${name} is no capability; they are ${CAPABILITY_NAMES.join(', ')}.`),
        ),
        ...profiles.map((name) =>
          here(`@platform:${name} is no profile; they are ${PLATFORM_PROFILES.join(', ')}.`),
        ),
        ...[...used]
          .filter((name) => !declared.has(name))
          .map((name) => here(`"${scenario.name}" uses a step that needs ${name}; add @needs:${name}.`)),
        ...[...declared]
          .filter((name) => isCapability(name) && !used.has(name))
          .map((name) => here(`No step of "${scenario.name}" needs ${name}; take @needs:${name} away.`)),
      ];
    }),
  );

/** Outlines are compared as they are written: their placeholders stand for words that change no step's meaning. */
function needsOfText(text: string, steps: readonly StepInCode[]): readonly string[] {
  return steps.find((step) => step.matches(text))?.needs ?? [];
}

function valuesOf(tags: readonly string[], prefix: string): string[] {
  return tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
}
