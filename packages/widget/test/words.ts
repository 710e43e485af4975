import { addWords } from '@shopbell/look';
import { keptTables } from './tables.ts';

// As if the panel spoke every language.
for (const { part, language, table } of keptTables()) addWords(language, { [part]: table });
