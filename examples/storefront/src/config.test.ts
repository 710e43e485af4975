import { describe, expect, it } from 'vitest';
import { readOfficeSettings, readShopSettings } from './config.ts';

const secret = 'long enough for a secret of the tests';
const complete = {
  SHOP_COOKIE_SECRET: secret,
  SHOP_API_KEY: secret,
  SHOPBELL_URL: 'http://127.0.0.1:4701/',
  SHOPBELL_SIGN_IN_KID: 'default',
  SHOPBELL_SIGN_IN_SECRET: secret,
};

describe('the shop’s settings', () => {
  it('have defaults for all but addresses and secrets', () => {
    expect(readShopSettings(complete)).toMatchObject({
      port: 4700,
      publicUrl: 'http://localhost:4700',
      chat: { relayUrl: 'http://127.0.0.1:4701', shop: 'demo' },
    });
  });

  it('name every value that is missing or wrong, and repeat no secret', () => {
    const read = () =>
      readShopSettings({ ...complete, SHOP_PORT: 'high', SHOP_API_KEY: 'short-secret', SHOPBELL_URL: '' });
    expect(read).toThrow(/SHOP_PORT[^]*SHOP_API_KEY[^]*SHOPBELL_URL/);
    expect(read).not.toThrow(/short-secret/);
  });

  it('are wanted by the back office too', () => {
    expect(() => readOfficeSettings({})).toThrow(/SHOPBELL_KEY/);
  });
});
