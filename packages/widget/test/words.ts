import { addWords, type Table } from '@shopbell/look';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes every table below a folder (`<part>/<language>.json`), as if the panel spoke every language. */
const learnWords = (folder: string): void => {
  for (const part of readdirSync(folder))
    for (const file of readdirSync(join(folder, part)))
      addWords(file.replace('.json', ''), {
        [part]: JSON.parse(readFileSync(join(folder, part, file), 'utf8')) as Table,
      });
};

for (const folder of ['../src/words', '../../look/src/words']) learnWords(join(import.meta.dirname, folder));
