import type { ChosenState } from '@shopbell/protocol';

/** How a shop serves, as one object with a version. */
export type ShopSettingsTable = {
  shop: string;
  version: number;
  /** JSON. */
  settings: string;
};

/** A shop’s help articles. `key`: shop, language and id. */
export type ArticlesTable = {
  key: string;
  shop: string;
  id: string;
  language: string;
  title: string;
  text: string;
  html: string;
  updated_at: number;
};

/** A shop’s canned responses. `key`: shop and id. */
export type CannedTable = {
  key: string;
  shop: string;
  id: string;
  title: string;
  text: string;
  language: string | null;
  version: number;
  uses: number;
  updated_at: number;
};

/** What somebody who answers says of themselves, when they were last there, and when they were given one last. */
export type WorkStatesTable = {
  person: string;
  shop: string;
  state: ChosenState;
  since: number;
  seen_at: number;
  routed_at: number;
};
