import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { markPath } from '../pages/icons.ts';
import { drawProduct, drawScene } from '../pictures/draw.ts';

import { range } from '../range/range.ts';

const asset = (name: string): string => readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');

/** All pictures by their name: every product, and every glaze it comes in. */
const drawAll = (): Map<string, string> => {
  const pictures = new Map([['scene', drawScene()]]);
  for (const product of range) {
    for (const { glaze } of product.variants) {
      const name = glaze === undefined ? product.id : `${product.id}.${glaze}`;
      if (!pictures.has(name)) pictures.set(name, drawProduct(product.look, glaze));
    }
  }
  return pictures;
};

const markSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#5c6b45" d="${markPath}"/></svg>`;

const file = (content: string, type: string): Response =>
  new Response(content, {
    headers: {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=3600',
      // Pictures are shown in the chat’s frame too, which is of another origin.
      'Cross-Origin-Resource-Policy': 'cross-origin',
    },
  });

/** Style, script and pictures. Pictures are drawn once, at the start. */
export const assetRoutes = (): Hono => {
  const routes = new Hono();
  const pictures = drawAll();
  const css = asset('shop.css');
  const script = asset('signed-in.js');

  routes.get('/shop.css', () => file(css, 'text/css; charset=utf-8'));
  routes.get('/signed-in.js', () => file(script, 'text/javascript; charset=utf-8'));
  routes.get('/mark.svg', () => file(markSvg, 'image/svg+xml'));
  routes.get('/pictures/:file', (c) => {
    const picture = pictures.get(c.req.param('file').replace(/\.svg$/, ''));
    return picture === undefined ? c.text('No such picture.', 404) : file(picture, 'image/svg+xml');
  });
  return routes;
};
