/** Whether a page is the relay’s own: the panel’s frame or the desk. */
export const isOwn = (origin: string | undefined, ownOrigins: readonly string[]): boolean =>
  origin !== undefined && origin !== 'null' && ownOrigins.includes(origin);

/** Whether a shopper may come from a page: the shop’s exact origins or the relay’s own; never a missing or `null` one. */
export const isShoppers = (
  origin: string | undefined,
  shopOrigins: readonly string[],
  ownOrigins: readonly string[],
): boolean =>
  origin !== undefined && origin !== 'null' && (ownOrigins.includes(origin) || shopOrigins.includes(origin));
