import { LAYERS } from '../../layers';
import { oneOf } from '../../sentence';
import type { Finding, Rule } from '../model';
import { valuesOf } from './needs';

/**
 * A scenario runs through one layer, and its tags say which. Where it runs through both, each has Examples of its own.
 * Somebody may look at a page while everybody else uses an app: that needs a browser, and not the layer of the pages.
 */
export const layerTags: Rule = ({ features }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap(({ scenario, variants }) => {
      const known: readonly string[] = LAYERS;
      const layered = variants.filter(({ tags }) => valuesOf(tags, 'layer:').length > 0);
      return variants.flatMap(({ line, tags }): Finding[] => {
        const here = (sentence: string): Finding => ({ file, line, rule: 'layer-tags', sentence });
        const layers = valuesOf(tags, 'layer:');
        const unknown = layers.filter((name) => !known.includes(name));
        if (unknown.length > 0)
          return unknown.map((name) =>
            here(`@layer:${name} is no layer; use @layer: with ${oneOf(LAYERS)}.`),
          );
        if (layers.length > 1)
          return [
            here(`"${scenario.name}" is on ${layers.join(' and ')} at once; give each Examples of its own.`),
          ];
        if (layers.length === 0 && layered.length > 0)
          return [here(`These Examples of "${scenario.name}" say no layer, others do; add @layer:api.`)];
        return [];
      });
    }),
  );
