import type { ShopService, ShopSettings } from '@shopbell/protocol';
import { openAt, type OpenState } from '../rules/hours.ts';
import type { SettingsRow } from '../store/service-store.ts';
import type { Store } from '../store/store.ts';

/** How long what was read counts: a change reaches every relay within so long. */
const keptMs = 1_000;
const shopsMax = 1_000;

/** A shop’s settings, and whether it has articles. */
export type KnownSettings = SettingsRow & { hasArticles: boolean };
type Hours = NonNullable<ShopSettings['hours']>;

/** How shops serve, as this relay knows it: read at most once a second for each. */
export interface Settings {
  of: (shop: string) => Promise<KnownSettings>;
  /** Reads it anew next time. */
  forget: (shop: string) => void;
  /** What a panel needs of it to begin with; `undefined`: nothing is on. */
  service: (shop: string) => Promise<ShopService | undefined>;
}

type Kept = { at: number; known: Promise<KnownSettings> };
type KeptState = OpenState & { version: number; from: number };

const openNow = (state: KeptState | undefined, version: number, now: number): boolean =>
  state !== undefined &&
  state.version === version &&
  state.from <= now &&
  now < (state.until ?? state.from + keptMs);

const partsOf = ({ settings, hasArticles }: KnownSettings): Omit<ShopService, 'hours'> => {
  const { preChat, offline, rating, transcript, selfService = [] } = settings;
  const forms = [preChat && ('preChat' as const), offline && ('offline' as const)].filter(
    (each) => each !== undefined,
  );
  const ways = [
    transcript?.download === true && ('download' as const),
    transcript?.mail === true && ('mail' as const),
  ].filter((each) => each !== false);
  return {
    ...(forms.length > 0 ? { forms } : {}),
    ...(rating ? { rating: rating.scale } : {}),
    ...(ways.length > 0 ? { transcript: ways } : {}),
    ...(hasArticles ? { articles: true } : {}),
    ...(selfService.includes('order.lookup') ? { orders: true } : {}),
  };
};

type SettingsOptions = {
  store: Pick<Store, 'settings' | 'articles'>;
  now: () => number;
  /** Whether there is anything to send transcripts with. */
  canMail?: boolean;
};

const createReading = (store: SettingsOptions['store']) => {
  const kept = new Map<string, Kept>();
  const read = async (shop: string): Promise<KnownSettings> => {
    const [row, articles] = await Promise.all([store.settings(shop), store.articles(shop)]);
    return { ...row, hasArticles: articles.length > 0 };
  };
  return {
    forget: (shop: string): void => void kept.delete(shop),
    of: (shop: string): Promise<KnownSettings> => {
      const before = kept.get(shop);
      if (before && performance.now() - before.at < keptMs) return before.known;
      const known = read(shop);
      kept.delete(shop);
      kept.set(shop, { at: performance.now(), known });
      known.catch(() => kept.delete(shop));
      const [oldest] = kept.keys();
      if (kept.size > shopsMax && oldest !== undefined) kept.delete(oldest);
      return known;
    },
  };
};

/** Makes what one relay knows of its shops’ settings. */
export const createSettings = ({ store, now, canMail = false }: SettingsOptions): Settings => {
  const { of, forget } = createReading(store);
  const states = new Map<string, KeptState>();

  // Looking through a calendar takes longer than all the rest of an opening: it is done once for each change.
  const openStateOf = (shop: string, hours: Hours, version: number): OpenState => {
    const at = now();
    const before = states.get(shop);
    if (before && openNow(before, version, at)) return before;
    const state = { ...openAt(hours, at), version, from: at };
    states.set(shop, state);
    return state;
  };
  const hoursOf = (
    shop: string,
    { settings: { hours }, version }: KnownSettings,
  ): Pick<ShopService, 'hours'> => {
    if (!hours) return {};
    const { open, until } = openStateOf(shop, hours, version);
    return { hours: { open, ...(until === undefined ? {} : { until }), timeZone: hours.timeZone } };
  };

  return {
    of,
    forget,
    service: async (shop) => {
      const known = await of(shop);
      const { transcript, ...parts } = partsOf(known);
      const ways = transcript?.filter((way) => way !== 'mail' || canMail) ?? [];
      const offered = ways.length > 0 ? { transcript: ways } : {};
      const service: ShopService = { ...hoursOf(shop, known), ...parts, ...offered };
      return Object.keys(service).length > 0 ? service : undefined;
    },
  };
};
