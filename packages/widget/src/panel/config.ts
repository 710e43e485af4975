import type { Speech } from './speech.ts';

/** What the relay says to its panel. */
export type PanelConfig = {
  shop: string;
  name: string;
  origins: readonly string[];
  protocol: number;
  speech: Speech;
};

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const isSpeech = (value: unknown): value is Speech => {
  const { locale, version, words } = (value ?? {}) as Record<string, unknown>;
  return typeof locale === 'string' && typeof version === 'string' && typeof words === 'object';
};

/** Reads the document's configuration; `null` when it has none, as when the file is opened without a relay. */
export const readConfig = (page: Document): PanelConfig | null => {
  try {
    const content = page.querySelector('meta[name="shopbell-config"]')?.getAttribute('content') ?? '';
    const { shop, name, origins, protocol, speech } = JSON.parse(content) as Record<string, unknown>;
    if (typeof shop !== 'string' || typeof name !== 'string' || !isTexts(origins) || !isSpeech(speech))
      return null;
    return { shop, name, origins, protocol: Number(protocol), speech };
  } catch {
    return null;
  }
};
