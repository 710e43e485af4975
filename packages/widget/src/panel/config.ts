/** What the relay says to its panel. */
export type PanelConfig = { shop: string; name: string; origins: readonly string[]; protocol: number };

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** Reads the document's configuration; `null` when it has none, as when the file is opened without a relay. */
export const readConfig = (page: Document): PanelConfig | null => {
  try {
    const content = page.querySelector('meta[name="shopbell-config"]')?.getAttribute('content') ?? '';
    const { shop, name, origins, protocol } = JSON.parse(content) as Record<string, unknown>;
    if (typeof shop !== 'string' || typeof name !== 'string' || !isTexts(origins)) return null;
    return { shop, name, origins, protocol: Number(protocol) };
  } catch {
    return null;
  }
};
