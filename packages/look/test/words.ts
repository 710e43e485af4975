import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addWords, type Table } from '../src/words.ts';

const folder = join(import.meta.dirname, '../src/words/cards');
for (const file of readdirSync(folder))
  addWords(file.replace('.json', ''), {
    cards: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Table,
  });
