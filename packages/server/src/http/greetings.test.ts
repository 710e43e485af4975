import { expect, test } from 'vitest';
import { startRelay } from '../../test/relay.ts';

const text = '**Can** we help </script>?';
const greetings = [{ id: 'tins', text, when: { page: '/tins/*' } }];

test('R60 a shop’s greetings are a module for any page, and JSON for the panel', async () => {
  await using relay = await startRelay();
  await relay.relay.admin.saveSettings(relay.one.shop, { version: 0, settings: { greetings, bot: 'Bell' } });
  const { status, headers, text: script } = await relay.ask(`/widget/greet.js?${relay.one.shop}`);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/javascript;charset=utf-8');
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  const told = /^import\{greetBy\}from"\.\/greeter\.js";export const greet=greetBy\((.*)\);$/.exec(
    script,
  )?.[1];
  const rules = (said: string) => ({
    shop: relay.one.shop,
    by: 'Bell',
    greetings: [{ ...greetings[0], text: said, everyMs: 86_400_000 }],
  });
  // The panel draws what is bold; the bubble on the page has the words alone.
  expect(JSON.parse(told ?? '')).toEqual(rules('Can we help </script>?'));
  expect((await relay.ask(`/widget/greetings.json?shop=${relay.one.shop}`)).json()).toEqual(rules(text));
  const again = await relay.ask(`/widget/greet.js?${relay.one.shop}`, {
    headers: { 'if-none-match': String(headers['etag']) },
  });
  expect(again.status).toBe(304);
});

test.each(['one', 'nobody', '', '%', 'one%20'])(
  'R60 where there is nothing to say (?%s) the module asks for nothing further',
  async (shop) => {
    await using relay = await startRelay();
    const { status, text } = await relay.ask(`/widget/greet.js?${shop}`);
    expect([status, text]).toEqual([200, 'export const greet=()=>{};']);
  },
);
