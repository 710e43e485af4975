/** Makes the tables of the README from the types: `node --conditions=source packages/widget/test/readme.ts` writes them. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const types = (): Promise<string> => readFile(path('../src/types.ts'), 'utf8');
/** The README as it stands. */
export const readReadme = (): Promise<string> => readFile(path('../README.md'), 'utf8');

type Member = { name: string; signature: string; says: string };

const cell = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`)
    .trim();

/** The members of an object type, with what stands above each. */
const membersOf = (source: string, type: string): Member[] => {
  const [, body = ''] = new RegExp(`type ${type} = \\{\\n(.*?)\\n\\};`, 's').exec(source) ?? [];
  const members = body.matchAll(
    /(?:^ {2}\/\*\*\s+(?:\* )?((?:(?!\*\/)[^])*?)\s*\*\/\n)?^ {2}(\w+)(<[^\n]*?>)?(\??:|\()(.*?);\n?(?=^ {2}\S|$(?![^]))/gms,
  );
  return [...members].map(([, says = '', name = '', generic = '', sign = '', rest = '']) => ({
    name,
    signature: sign === '(' ? `${name}${generic}(${rest}` : rest.trim(),
    says: says.replaceAll(/\n\s+\* ?/g, ' '),
  }));
};

const attribute = (name: string): string =>
  `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const optionRow = ({ name, signature, says }: Member): string => {
  // The tag has them by itself.
  const own: Readonly<Record<string, string>> = { relay: '', nonce: '`nonce`' };
  const inTag = own[name] ?? `\`${attribute(name)}\``;
  return `| ${inTag} | \`${name}\` | \`${cell(signature)}\` | ${cell(says)} |`;
};

const table = (head: readonly string[], rows: readonly string[]): string =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows].join('\n');

const aliasesOf = (source: string): Map<string, string[]> => {
  const aliases = new Map<string, string[]>();
  for (const [, alias = '', name = ''] of source.matchAll(/^ {2}(\w+): Methods\['(\w+)'\];$/gm))
    aliases.set(name, [...(aliases.get(name) ?? []), alias]);
  return aliases;
};

/** The tables by the names of the places they stand in. */
const tables = (source: string): Record<string, string> => {
  const aliases = aliasesOf(source);
  const code = (text: string) => `\`${cell(text)}\``;
  return {
    options: table(
      ['attribute', 'option', 'type', 'what it does'],
      membersOf(source, 'ShopbellOptions').map(optionRow),
    ),
    methods: table(
      ['method', 'what it does', 'also called'],
      membersOf(source, 'Methods').map(
        ({ name, signature, says }) =>
          `| ${code(signature.replace(/<K extends [^>]*>/, ''))} | ${cell(says)} | ${(aliases.get(name) ?? []).map(code).join(' ')} |`,
      ),
    ),
    events: table(
      ['event', 'carries', 'when'],
      membersOf(source, 'ShopbellEvents').map(
        ({ name, signature, says }) =>
          `| ${code(name)} | ${signature === 'object' ? '' : code(signature)} | ${cell(says)} |`,
      ),
    ),
  };
};

/** The README with its tables as the types are. */
export const withTables = async (readme: string): Promise<string> => {
  const all = tables(await types());
  return readme.replaceAll(
    /<!-- (\w+), made from the types -->\n.*?<!-- end -->/gs,
    (_, name: string) => `<!-- ${name}, made from the types -->\n\n${all[name] ?? ''}\n\n<!-- end -->`,
  );
};

if (import.meta.main) await writeFile(path('../README.md'), await withTables(await readReadme()));
