import type { Defect, Setting } from './defect';
import type { FaultyLink } from './network-fault';
import { patchedSources } from './patching';

/** A platform as the launcher is to start it: docs/platform.md, "Variants". */
export interface PlatformVariant {
  readonly name: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly network: readonly (FaultyLink & { readonly since: 'start' | 'ready' })[];
}

/** @throws Stale when a patch no longer finds its place */
export function variantOf(defect: Defect): PlatformVariant {
  const since = defect.must_not_start ? 'start' : 'ready';
  return {
    name: defect.id,
    sources: patchedSources(defect),
    settings: settingsOf(defect.setting ?? []),
    network: (defect.network ?? []).map((one) => ({ ...one, since })),
  };
}

function settingsOf(settings: readonly Setting[]): Record<string, Record<string, string>> {
  const byService: Record<string, Record<string, string>> = {};
  for (const { service, name, value } of settings)
    byService[service] = { ...byService[service], [name]: value };
  return byService;
}
