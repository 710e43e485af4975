import type { CannedResponse, ConversationId, ShopperId, ShopSettings } from '@shopbell/protocol';

/** A shop’s settings; version 0: none were saved yet. */
export type SettingsRow = { version: number; settings: ShopSettings };

/** An article of a shop’s help centre in one language. `text` is what it is found by; `html` is as the shop gave it. */
export type ArticleRow = {
  shop: string;
  id: string;
  language: string;
  title: string;
  text: string;
  html: string;
  updatedAt: number;
};

/** Somebody who waits for a first answer. */
export type WaitingRow = { conversation: ConversationId; shopper: ShopperId; since: number };

/** How shops serve: settings, articles, and who waits. */
export interface ServiceStore {
  settings(shop: string): Promise<SettingsRow>;
  /** Saves them as the version after the one they were made from. `false`: somebody else has saved meanwhile. */
  saveSettings(shop: string, row: SettingsRow): Promise<boolean>;
  /** A shop’s articles in all languages, by title, without their HTML. */
  articles(shop: string): Promise<Omit<ArticleRow, 'html'>[]>;
  article(shop: string, id: string, language: string): Promise<ArticleRow | null>;
  /** Adds or replaces it. */
  saveArticle(article: ArticleRow): Promise<void>;
  /** In one language, or in all. Resolves to how many there were. */
  removeArticle(shop: string, id: string, language?: string): Promise<number>;
  /** The first of a shop’s queued conversations, who waits longest first. */
  queue(shop: string, limit: number): Promise<WaitingRow[]>;
}

/** What is given of a canned response to save it; `version`: the one it was made from, 0: it is new. */
export type CannedInput = Omit<CannedResponse, 'uses'>;

/** A shop’s canned responses. */
export interface CannedStore {
  /** By title. */
  canned(shop: string): Promise<CannedResponse[]>;
  /** Saves it as the version after the one it was made from. `false`: somebody else has saved it meanwhile. */
  saveCanned(shop: string, canned: CannedInput): Promise<boolean>;
  /** Whether there was one. */
  removeCanned(shop: string, id: string): Promise<boolean>;
  /** One more message was made from it. */
  countCanned(shop: string, id: string): Promise<void>;
}
