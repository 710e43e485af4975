/** The shop’s one currency. */
export const currency = 'EUR';

/** What shipping costs, and from which sum of goods it costs nothing; cents. */
export const shipping = { price: 490, freeFrom: 6_000 } as const;

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency });

/** Cents as they are read: `€19.90`. */
export const price = (cents: number): string => format.format(cents / 100);

/** An amount below the lines as it is read. */
export const chargePrice = (cents: number): string => (cents === 0 ? 'Free' : price(cents));

/** Shipping for a sum of goods, as a charge: nothing, said so, when it is free. */
export const shippingFor = (goods: number): { label: string; amount: number }[] => [
  { label: 'Shipping', amount: goods >= shipping.freeFrom ? 0 : shipping.price },
];
