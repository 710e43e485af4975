import type { Charge, Money } from '@shopbell/protocol';

// goods ──┐
// extras ─┤ those without a rate are shared out over the rates, by the goods (largest remainder: nothing gets lost)
//         └→ per rate: taxable amounts ──round each line, or once per rate──→ tax
// gross prices contain it (`included`); on net prices it is added (`charges`)

/** A taxable amount in minor units. `taxBps`: its rate in hundredths of a percent, 1900 is 19 %. */
export type Goods = { amount: number; taxBps: number };

/** A named amount besides the goods: a discount (negative), shipping, a fee. Without a rate it shares those of the goods. */
export type Extra = { label: string; amount: number; taxBps?: number };

/** How a shop counts tax: whether its prices contain it, whether it rounds it by line or by rate, and what it calls it. */
export type TaxRules = {
  prices: 'gross' | 'net';
  rounding: 'line' | 'total';
  label: (taxBps: number) => string;
};

/** What is to be reckoned, in minor units of one currency. */
export type Bill = { currency: string; goods: readonly Goods[]; extras: readonly Extra[]; tax: TaxRules };

/** What stands below the lines: `charges` are added to them, `included` is contained in the total. */
export type Reckoned = { charges: Charge[]; included: Charge[]; total: Money };

const wholeBps = 10_000;

/** Half away from nothing, exactly: products of cents and rates outgrow what numbers hold. */
const roundedQuotient = (amount: number, by: number, of: number): number => {
  const [numerator, denominator] = [BigInt(Math.abs(amount)) * BigInt(by), BigInt(of)];
  const rounded = (2n * numerator + denominator) / (2n * denominator);
  return Math.sign(amount) * Number(rounded);
};

const sum = (amounts: readonly number[]): number => amounts.reduce((so, amount) => so + amount, 0);

/** Shares an amount out by weights; the shares add up to it. Without any weight the first gets it all. */
const shared = (amount: number, weights: readonly number[]): number[] => {
  const whole = sum(weights);
  if (whole <= 0) return weights.map((_, index) => (index === 0 ? amount : 0));
  const size = Math.abs(amount);
  const exact = weights.map((weight) => BigInt(size) * BigInt(weight));
  const shares = exact.map((share) => Number(share / BigInt(whole)));
  const rests = exact.map((share, index) => ({ index, rest: share % BigInt(whole) }));
  const byRest = rests.toSorted((one, other) =>
    one.rest === other.rest ? 0 : one.rest > other.rest ? -1 : 1,
  );
  for (const { index } of byRest.slice(0, size - sum(shares))) shares[index] = (shares[index] ?? 0) + 1;
  return shares.map((share) => Math.sign(amount) * share);
};

/** Every taxable amount with its rate: the goods, and the extras as they fall on the rates. */
const taxable = (goods: readonly Goods[], extras: readonly Extra[]): Goods[] => {
  const byRate = Map.groupBy(goods, ({ taxBps }) => taxBps);
  const rates = [...byRate.keys()];
  const weights = [...byRate.values()].map((each) => Math.max(0, sum(each.map(({ amount }) => amount))));
  const fallen = extras.flatMap(({ amount, taxBps }) =>
    taxBps === undefined
      ? shared(amount, weights).map((share, index) => ({ amount: share, taxBps: rates[index] ?? 0 }))
      : [{ amount, taxBps }],
  );
  return [...goods, ...fallen];
};

const taxOf = (amounts: readonly number[], taxBps: number, { prices, rounding }: TaxRules): number => {
  const whole = prices === 'gross' ? wholeBps + taxBps : wholeBps;
  const taxed = rounding === 'line' ? amounts : [sum(amounts)];
  return sum(taxed.map((amount) => roundedQuotient(amount, taxBps, whole)));
};

/**
 * Adds up what something costs: lines, discounts, shipping, fees and tax, in whole minor units. The total is the sum of the
 * goods and the charges, to the unit. Throws for an amount or a rate that is no whole number.
 */
export const reckon = ({ currency, goods, extras, tax }: Bill): Reckoned => {
  const all = [...goods, ...extras].flatMap(({ amount, taxBps = 0 }) => [amount, taxBps]);
  if (!all.every(Number.isSafeInteger)) throw new RangeError('Amounts and rates must be whole numbers.');
  const byRate = Map.groupBy(taxable(goods, extras), ({ taxBps }) => taxBps);
  const taxes = [...byRate]
    .filter(([taxBps]) => taxBps > 0)
    .toSorted(([one], [other]) => one - other)
    .map(([taxBps, parts]) => {
      const amounts = parts.map(({ amount }) => amount);
      return { label: tax.label(taxBps), amount: { amount: taxOf(amounts, taxBps, tax), currency } };
    });
  const named = extras.map(({ label, amount }) => ({ label, amount: { amount, currency } }));
  const charges = tax.prices === 'net' ? [...named, ...taxes] : named;
  const parts = [...goods.map(({ amount }) => amount), ...charges.map(({ amount }) => amount.amount)];
  return { charges, included: tax.prices === 'gross' ? taxes : [], total: { amount: sum(parts), currency } };
};
