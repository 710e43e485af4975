import { openOffice } from '@shopbell/agent';
import { defaultLimits, shopActions } from '@shopbell/commerce';
import { yourShop } from './your-shop.ts';

const office = await openOffice({
  url: process.env['SHOPBELL_URL'] ?? 'http://127.0.0.1:4701',
  key: process.env['SHOPBELL_KEY'] ?? '',
  actions: shopActions(yourShop, { limits: defaultLimits }),
});
console.log(`The office offers ${office.accepted.join(', ')}.`);
