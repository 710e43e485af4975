import { shopContract, type WriteSamples } from '@shopbell/commerce/contract';
import type { Shop } from '@shopbell/commerce';

const shipTo = {
  name: 'Ida Maria Brandt',
  street: 'Neue Strasse 1',
  postalCode: '20095',
  city: 'Hamburg',
  country: 'DE',
};
const eur = (amount: number) => ({ amount, currency: 'EUR' });

const samplesFor = (sub: string, quote: string): WriteSamples => {
  const customer = { sub, name: 'Ida Brandt', email: 'ida.brandt@example.com' };
  const stool = 'STOOL-NATURAL';
  return {
    placeOrder: { input: { quote, customer, shipTo }, refused: { quote: 'none', customer, shipTo } },
    cancelOrder: {
      input: { order: '6', reason: 'Not needed' },
      refused: { order: '1', reason: 'Too late for it' },
    },
    changeAddress: {
      input: { order: '7', shipTo },
      refused: { order: '7', shipTo: { ...shipTo, country: 'FR' } },
    },
    refund: {
      input: { order: '1', lines: [{ sku: stool, amount: eur(1_250) }], reason: 'A stain' },
      refused: { order: '1', lines: [{ sku: stool, amount: eur(125_000) }], reason: 'A stain' },
    },
    openReturn: {
      input: { order: '5', lines: [{ sku: 'BLANKET-OAT', quantity: 1 }], reason: 'Too warm' },
      refused: { order: '5', lines: [{ sku: 'BLANKET-OAT', quantity: 5 }], reason: 'Too warm' },
    },
    grantGoodwill: {
      input: { order: '1', amount: eur(500), reason: 'It came late' },
      refused: { order: '1', amount: { amount: 500, currency: 'USD' }, reason: 'It came late' },
    },
    changeAccountAddress: {
      input: { customer: sub, address: shipTo },
      refused: { customer: 'cus_nobody000000', address: shipTo },
    },
    changeAccountContact: {
      input: { customer: sub, phone: '+49 40 5550199' },
      refused: { customer: sub, email: 'another@example.com' },
    },
  };
};

/** The contract of a shop, over what is seeded. */
export const contractOf = async (shop: Shop) => {
  const known = await shop.order?.('1');
  const sub = known?.customer.sub;
  const [lamp] = (await shop.searchProducts?.({ text: 'desk lamp', limit: 1 })) ?? [];
  const lines = [{ sku: 'CUSHION-SAND', quantity: 2 }];
  const quote = await shop.quote?.({ lines, country: 'DE' });
  if (!sub || lamp === undefined || quote === undefined) throw new Error('Medusa is not seeded.');
  return shopContract({
    shop,
    known: {
      sub,
      email: 'ida.brandt@example.com',
      order: '1',
      guest: { order: '7', email: 'greta.lund@example.com' },
      product: lamp.id,
      words: 'desk lamp',
      quote: { lines },
      writes: samplesFor(sub, quote.id),
    },
  });
};
