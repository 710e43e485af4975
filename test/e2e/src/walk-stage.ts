import {
  connectAgent,
  defineAction,
  handle,
  openOffice,
  type Agent,
  type ConversationHandle,
} from '@shopbell/agent';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { z } from 'zod';
import { openPage } from './browser.ts';
import { handsOn, watchKeyboard, type Hands } from './keyboard.ts';
import { panelOf } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const parts = ['panel', 'story', 'identity', 'files', 'offers'] as const;
/** The widget’s words of one language, by part. */
export type Words = Record<(typeof parts)[number], Record<string, string>>;

const readWords = (language: string): Words => {
  const folder = join(import.meta.dirname, '../../../packages/widget/src/words');
  return Object.fromEntries(
    parts.map((part) => [part, JSON.parse(readFileSync(join(folder, part, `${language}.json`), 'utf8'))]),
  ) as Words;
};

const refund = defineAction({
  name: 'order.refund',
  version: 1,
  title: 'AS-10443',
  effect: 'write',
  input: z.object({ order: z.string() }),
  output: z.object({ done: z.boolean() }),
});
const card = (status: 'planned' | 'issued') => ({
  kind: 'refund' as const,
  version: 1 as const,
  order: 'AS-10443',
  lines: [{ title: 'Alder Mug', quantity: 1, amount: { amount: 1_999, currency: 'EUR' } }],
  total: { amount: 1_999, currency: 'EUR' },
  status,
});
const refunding = handle(refund, {
  card: () => card('issued'),
  plan: () => ({ summary: 'AS-10443: €19.99', card: card('planned'), confirm: true }),
  run: () => ({ done: true }),
  verify: () => 'verified' as const,
});

/** A shop whose pages speak three languages, with an office, codes by mail and a rating. */
export type WalkStage = AsyncDisposable & { stage: Stage; codes: Map<string, string> };

/** Opens it. */
export const openWalkStage = async (languages: readonly string[]): Promise<WalkStage> => {
  const stack = new AsyncDisposableStack();
  const codes = new Map<string, string>();
  const stage = stack.use(await openStage({ sendCode: async ({ to, code }) => void codes.set(to, code) }));
  const { url, office, relay } = stage.running;
  const opened = await openOffice({ url, key: office.key, actions: [refunding] });
  stack.defer(() => opened.close());
  await relay.admin.saveSettings('demo', {
    version: 0,
    settings: { rating: { scale: 5 }, transcript: { download: true, mail: false } },
  });
  for (const language of languages) {
    const root = `lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`;
    stage.site.pages.set(`/${language}`, shopPage(stage.relay, { root }));
  }
  return { stage, codes, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};

/** A shopper at the keyboard with the panel open, and whoever answers them. */
export type Walk = Hands & {
  words: Words;
  panel: Frame;
  complaints: string[];
  answerer: ConversationHandle;
  ask: () => Promise<unknown>;
  /** What a screen reader finds there, without what differs from run to run. */
  tree: (role?: string) => Promise<string>;
};

/** Where it is noon, so that “today” does not end while somebody walks. */
const noonZone = (): string => {
  const behind = new Date().getUTCHours() - 12;
  return `Etc/GMT${behind < 0 ? '' : '+'}${behind}`;
};

const times = /[\d٠-٩]{1,2}:[\d٠-٩]{2}(\s?(AM|PM|ص|م)(?!\p{L}))?/gu;
const masked = (tree: string): string =>
  tree
    .replaceAll(times, 'TIME')
    .replaceAll(/^\s*- \/url: .*\n/gm, '')
    .replaceAll(/[\u2066-\u2069\u200e\u200f]/g, '');

const hello = 'AS-10443?';

/** Rings the bell by keys, says the first words and has them answered. */
export const startWalk = async ({ stage }: WalkStage, language: string): Promise<Walk> => {
  const words = readWords(language);
  const { page, context, complaints } = await openPage(stage.browser, {
    locale: { ar: 'ar-EG', de: 'de-DE' }[language] ?? 'en-GB',
    timezoneId: noonZone(),
  });
  page.setDefaultTimeout(20_000);
  await watchKeyboard(page);
  // From now on a file is asked for here, not in a dialog of the system’s.
  page.on('filechooser', () => {});
  const { url, agent } = stage.running;
  const nora: Agent = await connectAgent({ url, key: agent.key });
  context.on('close', () => void nora.close());
  await page.goto(`${stage.site.url}/${language}`);
  await page.getByRole('button').first().waitFor();
  const hands = handsOn(page);
  await hands.tabTo(/./);
  await hands.press('Enter');
  const panel = await panelOf(page);
  await panel.locator('textarea:focus').waitFor();
  const begun = new Promise<string>((resolve) => {
    nora.on('message', ({ text, conversation }) => text === hello && resolve(conversation.id));
  });
  await hands.type(hello);
  await hands.press('Enter');
  await panel.getByText(words.panel['sent'] ?? '', { exact: true }).waitFor();
  const answerer = await nora.conversation(await begun);
  return {
    ...hands,
    words,
    panel,
    complaints,
    answerer,
    ask: () => answerer.request(refund, { order: 'AS-10443' }),
    tree: async (role = '.panel') => masked(await panel.locator(role).last().ariaSnapshot()),
  };
};
