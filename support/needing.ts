import type { Capability } from './targets/capabilities';

/** Options of a step that only works where the target has the capability; its scenarios say `@needs:<capability>`. */
export function needing(...capabilities: Capability[]): { wrapperOptions: StepNeeds } {
  return { wrapperOptions: { needs: capabilities } };
}

export interface StepNeeds {
  readonly needs: readonly Capability[];
}

/** What a step definition's options say it needs. */
export function needsOf(options: { wrapperOptions?: unknown }): readonly Capability[] {
  return (options.wrapperOptions as StepNeeds | undefined)?.needs ?? [];
}
