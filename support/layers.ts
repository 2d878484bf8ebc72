import type { Layer } from '../world/drivers';

/** What `--layer` and the tag `@layer:` take. */
export const LAYERS: readonly Layer[] = ['page', 'api'];

/** Through what a scenario with these tags acts; one that does not say so acts as an app would. */
export function layerOf(tags: readonly string[]): Layer {
  return tags.includes('@layer:page') ? 'page' : 'api';
}

/** The tag expression that selects a layer's scenarios. */
export function tagsOfLayer(layer: Layer): string {
  return layer === 'page' ? '@layer:page' : 'not @layer:page';
}
