/** The shop’s one currency. */
export const currency = 'EUR';

/** What shipping costs, and from which sum of goods it costs nothing; cents. */
export const shipping = { price: 490, freeFrom: 6_000 } as const;

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency });

/** Cents as they are read: `€19.90`. */
export const price = (cents: number): string => format.format(cents / 100);

/** Shipping for a sum of goods, as a charge; none when it is free. */
export const shippingFor = (goods: number): { label: string; amount: number }[] =>
  goods >= shipping.freeFrom ? [] : [{ label: 'Shipping', amount: shipping.price }];
