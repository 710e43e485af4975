import { variables } from '../config.ts';
import { formatTable } from './output.ts';

/** The environment’s variables as a table, for `--help`. */
export const environmentHelp = (): string => {
  const rows = Object.entries(variables).map(([name, { what, fallback }]) => ({
    variable: name,
    meaning: what,
    default: fallback,
  }));
  return formatTable(rows);
};
