import { createHash } from 'node:crypto';
import { withoutMarks } from '@shopbell/protocol/prose';
import type { Hono } from 'hono';
import type { HttpEnv, HttpOptions } from './options.ts';

const caching = 'public, max-age=60, stale-while-revalidate=600';

/** A shop’s greetings, and under which name they speak; `null`: there is no such shop. */
const greetingsOf = async ({ store }: HttpOptions, id: string | undefined) => {
  const shop = id === undefined ? null : await store.shop(id);
  if (shop === null) return null;
  const { greetings = [], bot } = (await store.settings(shop.id)).settings;
  return { shop: shop.id, by: bot ?? shop.name, greetings };
};

/** In a bubble beside the bell nothing is drawn bold or as a link: there are the words alone. */
const inWords = <R extends { greetings: readonly { text: string }[] }>(rules: R) => ({
  ...rules,
  greetings: rules.greetings.map((each) => ({ ...each, text: withoutMarks(each.text) })),
});

/**
 * What a shop says by itself: as a module for its pages, whose policies allow this relay’s scripts and need allow no more,
 * and as JSON for the panel. Where there is nothing to say, the module asks for nothing further.
 */
export const addGreetings = (app: Hono<HttpEnv>, options: HttpOptions): void => {
  app.get('/widget/greet.js', async (c) => {
    const rules = await greetingsOf(options, new URL(c.req.url).search.slice(1));
    const isSilent = rules === null || rules.greetings.length === 0;
    const script = isSilent
      ? 'export const greet=()=>{};'
      : `import{greetBy}from"./greeter.js";export const greet=greetBy(${JSON.stringify(inWords(rules))});`;
    const etag = `"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`;
    const headers = {
      'content-type': 'text/javascript;charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': caching,
      etag,
    };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(script, 200, headers);
  });
  app.get('/widget/greetings.json', async (c) => {
    const rules = await greetingsOf(options, c.req.query('shop'));
    return rules === null ? c.notFound() : c.json(rules, 200, { 'cache-control': caching });
  });
};
