import { refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { readArticles } from './article-files.ts';
import { withData, withPlace } from './flags.ts';
import { atWork, chooseShop, type CommonOptions, type Surroundings } from './workplace.ts';

type SettingsOptions = CommonOptions & { from?: string };
type ImportOptions = CommonOptions & { language: string };
type RemoveOptions = CommonOptions & { language?: string };

const readSettings = async (path: string): Promise<object> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as object;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refuse('bad_request', `The settings in ${path} cannot be read: ${why}`);
  }
};

const shopSettings = (around: Surroundings, id: string, options: SettingsOptions): Promise<void> =>
  atWork(options, around, async ({ admin, output }) => {
    const { version, settings } = await admin.settings(id);
    if (options.from === undefined) {
      output.done(JSON.stringify(settings, null, 2), { version, settings });
      return;
    }
    const saved = await admin.saveSettings(id, { version, settings: await readSettings(options.from) });
    output.done(`The settings of “${id}” are saved (version ${saved}).`, { version: saved });
  });

const importArticles = (around: Surroundings, folder: string, options: ImportOptions): Promise<void> =>
  atWork(options, around, async ({ store, admin, output }) => {
    const { id: shop } = await chooseShop(store, options.shop);
    const articles = await readArticles(folder, options.language);
    for (const article of articles) await admin.saveArticle({ shop, ...article });
    const rows = articles.map(({ id, language, title }) => ({ id, language, title }));
    output.table(rows, { articles: rows });
  });

const listArticles = (around: Surroundings, options: CommonOptions): Promise<void> =>
  atWork(options, around, async ({ store, output }) => {
    const { id: shop } = await chooseShop(store, options.shop);
    const rows = (await store.articles(shop)).map(({ id, language, title }) => ({ id, language, title }));
    output.table(rows, { articles: rows });
  });

const removeArticle = (around: Surroundings, id: string, options: RemoveOptions): Promise<void> =>
  atWork(options, around, async ({ store, admin, output }) => {
    const { id: shop } = await chooseShop(store, options.shop);
    const removed = await admin.removeArticle(shop, id, options.language);
    output.done(removed === 0 ? `There is no article “${id}”.` : `The article “${id}” is gone.`, { removed });
  });

/** `shopbell shop settings`, `shopbell article import|list|remove` */
export const addServiceCommands = (program: Command, around: Surroundings): void => {
  const shop = program.commands.find((each) => each.name() === 'shop');
  if (shop)
    withData(shop.command('settings <id>'))
      .description(
        'show how a shop serves (hours, forms, rating, transcripts, greetings, routing), or set it',
      )
      .option('--from <file>', 'a JSON file with all of it')
      .action((id: string, options: SettingsOptions) => shopSettings(around, id, options));
  const article = program.command('article').description('the help articles of a shop');
  withPlace(article.command('import <folder>'))
    .description('add or replace articles from Markdown and HTML files')
    .option('--language <language>', 'the language of files that do not name theirs', 'en')
    .action((folder: string, options: ImportOptions) => importArticles(around, folder, options));
  withPlace(article.command('list'))
    .description('the articles there are')
    .action((options: CommonOptions) => listArticles(around, options));
  withPlace(article.command('remove <id>'))
    .description('remove an article')
    .option('--language <language>', 'in this language only')
    .action((id: string, options: RemoveOptions) => removeArticle(around, id, options));
};
