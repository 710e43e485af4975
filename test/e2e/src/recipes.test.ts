import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { agent, until } from '@shopbell-test/kit';
import { buildRecipes } from '@shopbell-example/recipes/build';
import { Liquid } from 'liquidjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, type Stage } from './widget-stage.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const sources = here('../../../examples/recipes/src/');

let stage: Stage;
let folder: string;

/** What a shop gets from the registry: the package as it is packed, unpacked. */
const installWidget = (): string => {
  const widget = here('../../../packages/widget/');
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: widget,
    encoding: 'utf8',
  });
  execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', folder]);
  return join(folder, 'package');
};

/** A recipe's text, with the relay and the shop of this stage in it. */
const recipe = async (path: string): Promise<string> =>
  (await readFile(join(sources, path), 'utf8')).replaceAll('https://chat.example', stage.relay);

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'shopbell-recipes-'));
  const widget = installWidget();
  const manifest = JSON.parse(await readFile(join(widget, 'package.json'), 'utf8')) as {
    exports: { '.': { default: string; types: string } };
  };
  const { default: entry, types } = manifest.exports['.'];
  if (!existsSync(join(widget, types))) throw new Error(`the packed package has no ${types}`);
  await buildRecipes(join(widget, entry), join(folder, 'out'));
  for (const file of await readdir(join(folder, 'out')))
    stage.site.pages.set(`/${file}`, {
      type: 'text/javascript',
      text: (await readFile(join(folder, 'out', file), 'utf8')).replaceAll(
        'https://chat.example',
        stage.relay,
      ),
    });
});
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const app = (script: string): string =>
  `<!doctype html><html lang="en"><title>App</title><div id="app"></div><script type="module" src="/${script}.js"></script></html>`;

const item = {
  final_line_price: 5980,
  quantity: 2,
  product_id: 7,
  product: { title: 'Copper kettle “No. 1”' },
  sku: null,
  variant_id: 70,
};
const pages: Record<string, () => Promise<string>> = {
  'plain HTML': () => recipe('plain/index.html'),
  'Tag Manager': async () => {
    const tag = JSON.stringify(/<script>(.*)<\/script>/s.exec(await recipe('tag-manager/tag.html'))?.[1]);
    // As Tag Manager does: the tag's script is made and put in once the page is there.
    return `<!doctype html><html lang="en"><title>Tagged</title><h1>Kettles</h1><script>
      addEventListener('load', () => {
        document.body.append(Object.assign(document.createElement('script'), { text: ${tag} }));
      });</script></html>`;
  },
  'a Shopify theme': async () => {
    const snippet = await new Liquid().parseAndRender(await recipe('shopify/shopbell.liquid'), {
      request: { locale: { iso_code: 'en' } },
      cart: { items: [item], currency: { iso_code: 'EUR' } },
      customer: { name: 'Ada “Countess” Lovelace', email: 'ada@demo.example' },
    });
    return `<!doctype html><html lang="en"><title>Theme</title><h1>Kettles</h1>${snippet}</html>`;
  },
  React: async () => app('react'),
  Vue: async () => app('vue'),
  Svelte: async () => app('svelte'),
  'Next.js': async () => {
    const server = pathToFileURL(join(folder, 'out/next-server.js')).href;
    const { render } = (await import(server)) as { render: () => string };
    return render().replace('</body>', '<script type="module" src="/next-client.js"></script></body>');
  },
};

type Listed = { conversations: { id: string; preview: { text: string }; shopper: { name: string } }[] };

/** The page of a recipe, with something said in its chat. */
const visit = async (name: string) => {
  const path = `/${Object.keys(pages).indexOf(name)}`;
  stage.site.pages.set(path, await pages[name]!());
  const opened = await openPage(stage.browser);
  const { page } = opened;
  await page.goto(stage.site.url + path);
  const widget = widgetOn(page);
  const panel = await widget.open();
  const text = `From ${name} ${Math.random()}`;
  await widget.say(text);
  await panel.getByText('Sent', { exact: true }).waitFor();
  const nora = await agent(stage.running);
  const { conversations } = (await nora.call('conversation:list', {})) as Listed;
  const told = conversations.find(({ preview }) => preview.text === text);
  if (!told) throw new Error(`“${text}” did not arrive`);
  const close = async () => {
    nora.close();
    await opened.context.close();
  };
  return { ...opened, panel, nora, told, [Symbol.asyncDispose]: close };
};

test.each(Object.keys(pages))('the recipe for %s puts one chat into the page, and it works', async (name) => {
  await using at = await visit(name);
  expect(await at.page.locator('shopbell-chat').count()).toBe(1);
  expect(at.complaints).toEqual([]);
});

test.each(['React', 'Vue', 'Svelte'])('the recipe for %s counts what is unread', async (name) => {
  await using at = await visit(name);
  await at.panel.getByRole('button', { name: /close/i }).click();
  await at.nora.reply(at.told.id, 'It is copper.');
  await at.page.getByText('1 unread').waitFor();
  expect(at.complaints).toEqual([]);
});

test('the recipe for a Shopify theme tells of the cart and of the customer', async () => {
  await using at = await visit('a Shopify theme');
  expect(at.told.shopper.name).toBe('Ada “Countess” Lovelace');
  const cart = await until('the cart', async () => {
    const { cart } = await at.nora.call('cart:get', { conversation: at.told.id });
    return cart;
  });
  const total = { amount: 5980, currency: 'EUR' };
  expect(cart).toMatchObject({ lines: [{ title: 'Copper kettle “No. 1”', quantity: 2, total }] });
});
