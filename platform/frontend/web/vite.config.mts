import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite` (the development server) passes calls on to: any platform's edge. */
const edge = process.env['EDGE_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  // What a run writes lies below the project's own cache, not in node_modules.
  cacheDir: '../../../.cache/vite',
  build: {
    outDir: '../../../.cache/web/by-hand',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows files of this origin, and no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/auth': edge,
      '/api': edge,
      '/health': edge,
      // The backend knows its own pages' origin, not that of this server.
      '/ws': { target: edge, ws: true, rewriteWsOrigin: true },
    },
  },
});
