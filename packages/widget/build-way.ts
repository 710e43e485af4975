import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { sizes, times } from '@shopbell/protocol/limits';

const here = import.meta.dirname;
const targets = ['chrome123', 'firefox128', 'safari17.5'];

/** The bounds a script uses stand in it as numbers: the whole table would come along otherwise. */
const inlineLimits: Plugin = {
  name: 'inline-limits',
  enforce: 'pre',
  transform(code) {
    if (!code.includes("'@shopbell/protocol/limits'")) return null;
    const tables: Record<string, Record<string, number>> = { sizes, times };
    return code.replaceAll(/\b(sizes|times)\.(\w+)\b/g, (all, table: string, name: string) =>
      String(tables[table]?.[name] ?? all),
    );
  },
};

/** What is asked of one build beside the ways all of them go. */
export type Way = {
  entry: string;
  format: 'es' | 'iife';
  plugins?: Plugin[];
  output?: Rolldown.OutputOptions;
};

/** Bundles from sources, for browsers, as small as it gets; the parts are not written anywhere. */
export const bundleParts = async ({ entry, format, plugins = [], output = {} }: Way) => {
  const config: InlineConfig = {
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins: [inlineLimits, ...plugins],
    resolve: {
      conditions: ['source', 'module', 'browser', 'import', 'default'],
      alias: [{ find: 'socket.io-client', replacement: `${here}/src/socket/socket-io.ts` }],
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: targets,
      cssTarget: targets,
      minify: true,
      lib: { entry, formats: [format], name: 'shopbell', fileName: 'out', cssFileName: 'out' },
      // Library builds keep white space otherwise: this one ships as it is.
      rolldownOptions: { output: { minify: true, comments: false, ...output } },
    },
  };
  const result = (await build(config)) as Rolldown.RolldownOutput[];
  return result.flatMap((each) => each.output);
};
