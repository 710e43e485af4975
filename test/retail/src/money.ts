/** Whole cents of decimal dollars; what floating point added or lost is rounded away. Throws for anything but cents. */
export const toCents = (dollars: number): number => {
  const cents = Math.round(dollars * 100);
  if (!Number.isSafeInteger(cents) || Math.abs(dollars * 100 - cents) > 1e-6)
    throw new Error(`${dollars} is no amount in dollars and cents.`);
  return cents;
};

/** Decimal dollars of whole cents. */
export const toDollars = (cents: number): number => cents / 100;

const amounts: ReadonlySet<string> = new Set(['price', 'amount', 'balance', 'exchange_price_difference']);

/** The same records with every amount of money put through `convert`; fields are known by their names. */
export const convertMoney = <T>(records: T, convert: (amount: number) => number): T => {
  const walk = (value: unknown, name: string): unknown => {
    if (typeof value === 'number') return amounts.has(name) ? convert(value) : value;
    if (Array.isArray(value)) return value.map((each) => walk(each, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, key)]));
  };
  return walk(records, '') as T;
};

/** An amount in cents as people write it: `$12.50`. */
export const inWords = (cents: number): string => `$${(Math.abs(cents) / 100).toFixed(2)}`;
