const isSource = import.meta.url.endsWith('.ts');

/** A module beside another one, for a thread or a process of its own, as it is run: its source or what was built of it. */
export const moduleBeside = (from: string, name: string): URL =>
  new URL(`${name}${isSource ? '.ts' : '.js'}`, from);

// It loads modules as the process does. Not every flag of a process may be given on: only these are.
const loading = /^(--import|--require|--conditions|--no-warnings|--cpu-prof|--cpu-prof-dir|-r|-C)(=|$)/;
const given = process.execArgv.filter(
  (flag, index, flags) =>
    loading.test(flag) || /^(--import|--require|--conditions|-r|-C)$/.test(flags[index - 1] ?? ''),
);

/** Run from its sources, it finds the packages beside it as this module did. */
export const loadingFlags = isSource ? [...given, '--conditions=source', '--no-warnings'] : given;
