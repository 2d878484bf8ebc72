import { CAPABILITY_NAMES, isCapability } from '../../targets/capabilities';
import type { Finding, Rule, StepInCode, Variant } from '../model';

const PLATFORM_PROFILES = ['short-lived-tokens', 'tight-limits', 'disposable', 'shaky-network'];

/** `@needs:` is exactly what the steps need, on the layer they run on; `@platform:` names a profile that exists. */
export const needsTags: Rule = ({ features, steps }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap(({ scenario, variants }) =>
      variants.flatMap((variant) => {
        const { line, tags } = variant;
        const here = (sentence: string): Finding => ({ file, line, rule: 'needs-tags', sentence });
        const declared = new Set(valuesOf(tags, 'needs:'));
        const used = usedBy(variant, steps);
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
    ),
  );

/** On the pages, every step needs the browser. */
function usedBy({ tags, texts }: Variant, steps: readonly StepInCode[]): Set<string> {
  const used = texts.flatMap((text) => steps.find((step) => step.matches(text))?.needs ?? []);
  return new Set(tags.includes('layer:page') ? ['browser', ...used] : used);
}

export function valuesOf(tags: readonly string[], prefix: string): string[] {
  return tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
}
