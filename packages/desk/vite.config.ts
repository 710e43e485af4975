import { defineConfig } from 'vite';

/** Built to be served at `/desk/` under a policy without inline scripts or styles. */
export default defineConfig({
  base: '/desk/',
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  build: {
    target: 'es2023',
    modulePreload: false,
    // Everything is a file of its own: `data:` is allowed for images alone, and the policy stays readable.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
