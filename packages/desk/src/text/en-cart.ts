/** The words about the live cart, in English. */
export const cart = {
  title: 'Cart',
  hint: 'As the shop’s page says it is now. Stored nowhere.',
  pieces: (count: string) => `${count} ×`,
  ordered: (number: string) => `Ordered: ${number}`,
};
