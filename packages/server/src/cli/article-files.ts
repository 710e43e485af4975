import { refuse } from '@shopbell/protocol';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { marked } from 'marked';

/** A help article read from a file. */
export type ArticleFile = { id: string; language: string; title: string; html: string };

const languageShape = /^[a-z]{2,3}$/;
const endings: ReadonlySet<string> = new Set(['.md', '.markdown', '.html', '.htm']);

const idOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);

/** The heading an article begins with is its title; else its file’s name is. */
const titleOf = (html: string, name: string): { title: string; html: string } => {
  const [whole, heading] = /^\s*<h1\b[^>]*>([\s\S]*?)<\/h1\s*>/i.exec(html) ?? [];
  if (whole === undefined || heading === undefined) return { title: name.replaceAll(/[-_]+/g, ' '), html };
  return { title: heading.replaceAll(/<[^>]*>/g, '').trim(), html: html.slice(whole.length).trim() };
};

const bodyOf = (html: string): string =>
  /<body\b[^>]*>([\s\S]*?)<\/body\s*>/i.exec(html)?.[1]?.trim() ?? html;

/**
 * Reads Markdown and HTML files of a folder: `returns.md`, or `de/returns.md` and `returns.de.md` for a language other than
 * the one that is given. The id is the file’s name.
 */
export const readArticles = async (folder: string, language: string): Promise<ArticleFile[]> => {
  const names = await readdir(folder, { recursive: true }).catch(() => {
    throw refuse('bad_request', `The folder ${folder} cannot be read.`);
  });
  const files = names.filter((name) => endings.has(extname(name).toLowerCase())).toSorted();
  return Promise.all(
    files.map(async (file): Promise<ArticleFile> => {
      const text = await readFile(join(folder, file), 'utf8');
      const isMarkdown = /\.(md|markdown)$/i.test(file);
      const stem = basename(file, extname(file));
      const ending = extname(stem).slice(1);
      const [parent = ''] = relative('.', file).split(sep);
      const own = [ending, parent].find((each) => languageShape.test(each));
      const name = ending !== '' && own === ending ? basename(stem, `.${ending}`) : stem;
      const html = isMarkdown ? await marked.parse(text) : bodyOf(text);
      const id = idOf(name);
      return { id, language: own ?? language, ...titleOf(html, name) };
    }),
  );
};
