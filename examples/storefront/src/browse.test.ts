import { describe, expect, it } from 'vitest';
import { openShop } from '../test/open-shop.ts';
import { range } from './range/range.ts';

describe('looking around', () => {
  it('shows every product, in every variant, with a picture there is', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    const pictures = new Set<string>();
    for (const { id, title, variants } of range) {
      const { status, html } = await visitor.get(`/products/${id}`);
      expect(status).toBe(200);
      expect(html).toContain(title.replace('&', '&amp;'));
      for (const { label } of variants) expect(html).toContain(label);
      for (const [, path = ''] of html.matchAll(/src="(\/pictures\/[^"]+)"/g)) pictures.add(path);
    }
    expect(range).toHaveLength(24);
    for (const path of pictures) {
      const { status, html, headers } = await visitor.get(path);
      expect(status, path).toBe(200);
      expect(headers.get('content-type')).toBe('image/svg+xml');
      expect(html).toMatch(/^<svg [^]*<\/svg>$/);
      expect(html).not.toMatch(/NaN|undefined/);
    }
  });

  it('carries the bell and nothing inline on every page, and says what may load', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    for (const path of [
      '/',
      '/shelves/tea',
      '/products/alder-mug',
      '/cart',
      '/search?q=mug',
      '/orders',
      '/nowhere',
    ]) {
      const { html, headers } = await visitor.get(path);
      expect(html.match(/<script\b/g), path).toHaveLength(1);
      expect(html).toContain('src="http://relay.test/shopbell.js"');
      expect(html).toContain('data-shop="demo"');
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self' http://relay.test");
      expect(policy).toContain('frame-src http://relay.test');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toContain('no-store');
    }
  });

  it('chooses a variant by its address', async () => {
    await using shop = await openShop();
    const { html } = await shop.visitor().get('/products/alder-teapot?variant=alder-teapot-ink');
    expect(html).toContain('src="/pictures/alder-teapot.ink.svg"');
  });

  it.each([
    ['mugs', 'Alder Mug'],
    ['green tea', 'Uji Sencha'],
    ['KYUSU', 'Tokoname Side Pot'],
    ['bergamot', 'Ledger Street Earl Grey'],
  ])('finds by “%s”', async (words, title) => {
    await using shop = await openShop();
    const { html } = await shop.visitor().get(`/search?q=${encodeURIComponent(words)}`);
    expect(html).toContain(title);
  });

  it('says what to do when a search finds nothing, and escapes what was sought', async () => {
    await using shop = await openShop();
    const sought = '"><img src=x onerror=alert(1)>';
    const { status, html } = await shop.visitor().get(`/search?q=${encodeURIComponent(sought)}`);
    expect(status).toBe(200);
    expect(html).toContain('Nothing here by that name');
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
  });

  it('answers what there is not with a page and 404', async () => {
    await using shop = await openShop();
    for (const path of [
      '/nowhere',
      '/products/sofa',
      '/shelves/__proto__',
      '/pictures/sofa.svg',
      '/orders/AS-1',
    ]) {
      expect((await shop.visitor().get(path)).status, path).toBe(404);
    }
  });
});
