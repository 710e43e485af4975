import { compile } from 'svelte/compiler';
import { build, type Plugin } from 'vite';

const here = import.meta.dirname;

/** What `@sveltejs/vite-plugin-svelte` does, as far as one component needs it. */
const svelte: Plugin = {
  name: 'svelte',
  transform: (code, id) =>
    id.endsWith('.svelte')
      ? { code: compile(code, { filename: id, generate: 'client', css: 'injected' }).js.code, map: null }
      : null,
};

/** The recipes that are bundled, by the names their files get. */
const entries = {
  react: 'react/main.jsx',
  vue: 'vue/main.js',
  svelte: 'svelte/main.js',
  'next-client': 'next/client.jsx',
  'next-server': 'next/server.jsx',
};

/** Builds the bundled recipes, one file each, with an installed `@shopbell/widget`, given by its module. */
export const buildRecipes = async (widget: string, out: string): Promise<void> => {
  await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins: [svelte],
    resolve: { alias: [{ find: '@shopbell/widget', replacement: widget }] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    build: {
      outDir: out,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `${here}/${file}`])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        preserveEntrySignatures: 'strict',
        // Next reads `use client`; here it is only what a copy needs.
        onLog: (level, log, tell) => {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
        },
      },
    },
  });
};
