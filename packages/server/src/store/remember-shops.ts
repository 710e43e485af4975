import type { ShopRow, Store } from './store.ts';

/** How long a row is believed: what another process changes is seen within it, as a revocation is. */
const believedMs = 1_000;
/** So many shops are remembered; then all are forgotten. */
const rememberedMax = 1_000;

/** What was answered to whom, for a while; a failure, and that there is nothing, is asked again. */
const createAnswers = <T>(monotonicMs: () => number) => {
  const answers = new Map<string, { answer: Promise<T | null>; at: number }>();
  const ask = async (key: string, read: () => Promise<T | null>): Promise<T | null> => {
    let found: T | null = null;
    try {
      found = await read();
      return found;
    } finally {
      if (found === null) answers.delete(key);
    }
  };
  return {
    forget: () => answers.clear(),
    get: (key: string, read: () => Promise<T | null>): Promise<T | null> => {
      const known = answers.get(key);
      if (known && monotonicMs() - known.at < believedMs) return known.answer;
      if (answers.size >= rememberedMax) answers.clear();
      const answer = ask(key, read);
      answers.set(key, { answer, at: monotonicMs() });
      return answer;
    },
  };
};

/**
 * The same store, whose shops are read once a second at most: every arrival asks for its shop, and thousands may arrive in
 * that second. What is changed through it is seen at once, and a shop that is not there is looked for each time.
 */
export const rememberShops = (store: Store, monotonicMs = () => performance.now()): Store => {
  const one = createAnswers<ShopRow>(monotonicMs);
  const all = createAnswers<ShopRow[]>(monotonicMs);
  const forget = (): void => {
    one.forget();
    all.forget();
  };
  return {
    ...store,
    shop: (id) => one.get(id, () => store.shop(id)),
    shops: async () => (await all.get('', () => store.shops())) ?? [],
    saveShop: async (shop) => {
      forget();
      await store.saveShop(shop).finally(forget);
    },
  };
};
