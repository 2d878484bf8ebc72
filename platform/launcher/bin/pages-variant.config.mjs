import { resolve } from 'node:path';
import { loadConfigFromFile, mergeConfig } from 'vite';

/**
 * The pages' own configuration, and other words for some of their sources (PAGES_CHANGED, JSON: path from the project's
 * root -> text), given to Vite as it loads them; nothing on disk is touched.
 */
export default async (environment) => {
  const own = await loadConfigFromFile(
    environment,
    'vite.config.mts',
    process.cwd(),
    'error',
    undefined,
    'runner',
  );
  const root = resolve(import.meta.dirname, '../../..');
  const changed = new Map(
    Object.entries(JSON.parse(process.env.PAGES_CHANGED)).map(([path, text]) => [resolve(root, path), text]),
  );
  const variant = {
    name: 'variant',
    enforce: 'pre',
    load: (id) => changed.get(id.split('?')[0]),
    buildEnd() {
      const unused = [...changed.keys()].filter((file) => !this.getModuleInfo(file));
      if (unused.length > 0) this.error(`The variant changes no page: ${unused.join(', ')} is not in any.`);
    },
  };
  return mergeConfig(own.config, { plugins: [variant] });
};
