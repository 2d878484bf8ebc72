import { defineConfig } from 'vite';

/** One script and one style sheet, of classic kind: a browser loads no modules from the disk. */
export default defineConfig({
  // What a run writes lies below the project's own cache, not in node_modules.
  cacheDir: '../../../.cache/vite-documentation',
  publicDir: false,
  // The compiler takes JSX for Preact's from the tsconfig beside this file.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: '../../../.cache/documentation/by-hand',
    emptyOutDir: true,
    cssCodeSplit: false,
    lib: {
      entry: 'src/main.tsx',
      name: 'site',
      formats: ['iife'],
      fileName: () => 'site.js',
      cssFileName: 'site',
    },
  },
});
