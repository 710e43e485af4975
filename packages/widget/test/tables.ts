import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '@shopbell/look';

/** One part’s words in one language, as they are kept. */
export type KeptTable = { part: string; language: string; table: Table };

const folders = ['../src/words', '../../look/src/words'].map((folder) => join(import.meta.dirname, folder));

/** Every table of the widget and of the cards it draws. */
export const keptTables = (): KeptTable[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .flatMap(({ name: part }) =>
        readdirSync(join(folder, part)).map((file) => ({
          part,
          language: file.replace('.json', ''),
          table: JSON.parse(readFileSync(join(folder, part, file), 'utf8')) as Table,
        })),
      ),
  );
