import { addWords, counted, directionOf, type Table } from '@shopbell/look';
import { render } from 'preact';
import type { Chat } from '../../src/panel/chat.ts';
import { fetchLate } from '../../src/panel/late-part.ts';
import { Panel } from '../../src/panel/views/panel.tsx';
import { wordsFor } from '../../src/panel/words.ts';
import { comes, drawn, handsIn } from './hands.ts';
import { drawBell, launcherSamples } from './launcher-samples.ts';
import type { Sample } from './sample.ts';
import { samplesIn } from './samples.ts';
import { stillChat } from './still-chat.ts';
import '@shopbell/look/tokens.css';
import '../../src/panel/panel.css';
import '../../src/net/net.css';
import './catalogue.css';

/**
 * The page shows one state at a time, as the panel’s own document does, or all of a view side by side. Whoever looks
 * at it says which:
 *
 *   #locale=ar&theme=dark&view=files              all of a view
 *   #locale=ar&theme=dark&view=files&name=sent    one
 *   #late=coming, #late=failing                   the same before what comes late is there, or where it cannot be had
 *   catalogue.show(…)                             the same, from a test
 */
type Asked = { locale: string; theme: string; view?: string; name?: string };

const root = document.documentElement;
const address = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));
const late = address().get('late');
const place = document.body;
let clear = (): void => {};

const drawPanel = async (sample: Sample, locale: string, box: Element): Promise<void> => {
  const chat: Chat = stillChat(sample, locale);
  const draw = (): void =>
    render(<Panel state={chat.store.value} words={wordsFor(locale)} chat={chat} />, box);
  chat.store.subscribe(draw);
  draw();
  await drawn();
  if (late) return;
  await comes(`${sample.name}: its late parts`, () => !box.querySelector('.bubble.waiting'));
  await sample.act?.(handsIn(box));
  await drawn();
};

const frame = (name: string): HTMLElement => {
  const figure = place.appendChild(document.createElement('figure'));
  figure.appendChild(document.createElement('figcaption')).textContent = name;
  return figure.appendChild(document.createElement('div'));
};

const drawLaunchers = async ({ locale, name }: Asked): Promise<void> => {
  const words = wordsFor(locale);
  const label = (count: number): string =>
    count > 0 ? counted(words.launcherUnread, count, locale) : words.launcher;
  const bell = launcherSamples[name ?? 'at rest'] ?? {};
  place.appendChild(document.createElement('main')).textContent = words.emptyHint;
  clear = drawBell(bell, label);
};

/** In which light what is shown stands. */
const light = (theme: string): void => {
  root.dataset['theme'] = theme;
  root.style.colorScheme = theme;
};

const show = async (asked: Asked): Promise<void> => {
  const { locale, theme, view, name } = asked;
  clear();
  if (!late) await Promise.all((['cards', 'files', 'net', 'offers', 'story'] as const).map(fetchLate));
  for (const box of [place, ...place.querySelectorAll('figure > div')]) render(null, box);
  place.replaceChildren();
  root.lang = locale;
  root.dir = directionOf(locale);
  light(theme);
  root.classList.toggle('sheet', name === undefined);
  if (view === 'launcher') return drawLaunchers(asked);
  const samples = samplesIn(locale).filter((each) => !view || each.view === view);
  if (name === undefined)
    return void (await Promise.all(samples.map((each) => drawPanel(each, locale, frame(each.name)))));
  const sample = samples.find((each) => each.name === name);
  if (!sample) throw new Error(`No such state: ${view} ${name}`);
  const box = place.appendChild(document.createElement('div'));
  box.id = 'panel';
  await drawPanel(sample, locale, box);
};

const list = [
  ...samplesIn('en').map(({ view, name }) => ({ view, name })),
  ...Object.keys(launcherSamples).map((name) => ({ view: 'launcher', name })),
];

const words = JSON.parse(document.getElementById('words')?.textContent ?? '[]') as [string, Table][];
for (const [file, table] of words) {
  const [part = '', language = ''] = file.replace('.json', '').split('/');
  // A part is there once its words are.
  if (!late || part === 'panel') addWords(language, { [part]: table });
}
if (late === 'coming') globalThis.fetch = () => new Promise(() => {});
Object.assign(globalThis, { catalogue: { show, light, list } });

const fromAddress = (): void => {
  const {
    locale = 'en',
    theme = 'light',
    ...rest
  } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  void show({ locale, theme, ...rest });
};
addEventListener('hashchange', fromAddress);
if (location.hash !== '') fromAddress();
