/** What the page’s own storage knows of greetings: since when the shopper comes here, what was shown, what was closed. */
export type Memory = {
  readonly firstAt: number;
  readonly shownAt: Readonly<Record<string, number>>;
  readonly closedAt: number;
  show(id: string): void;
  close(): void;
};

type Kept = { firstAt: number; shownAt: Record<string, number>; closedAt: number };

const read = (text: string | null, now: number): Kept => {
  const kept: Kept = { firstAt: now, shownAt: {}, closedAt: 0 };
  try {
    const { firstAt, shownAt, closedAt } = JSON.parse(text ?? '{}') as Partial<Record<keyof Kept, unknown>>;
    if (typeof firstAt === 'number') kept.firstAt = firstAt;
    if (typeof closedAt === 'number') kept.closedAt = closedAt;
    for (const [id, at] of Object.entries(shownAt ?? {})) if (typeof at === 'number') kept.shownAt[id] = at;
  } catch {
    // Somebody else’s: begun anew.
  }
  return kept;
};

/** Reads it, and writes that the shopper has been here; `null` where the browser refuses storage. */
export const openMemory = (shop: string, now: () => number): Memory | null => {
  const key = `shopbell:${shop}:greeted`;
  try {
    const kept = read(localStorage.getItem(key), now());
    const save = (): void => localStorage.setItem(key, JSON.stringify(kept));
    save();
    return {
      ...kept,
      get closedAt() {
        return kept.closedAt;
      },
      show(id) {
        kept.shownAt[id] = now();
        save();
      },
      close() {
        kept.closedAt = now();
        save();
      },
    };
  } catch {
    return null;
  }
};
