import { addWords, CardView, directionOf, type Table } from '@shopbell/look';
import { cardToText } from '@shopbell/protocol/plain-text';
import { render, type JSX } from 'preact';
import { StoryView } from '../../src/late/story-view.tsx';
import type { Chat } from '../../src/panel/chat.ts';
import { emptyPanel, type PanelState } from '../../src/panel/panel-state.ts';
import { storyOf } from '../../src/panel/story.ts';
import { wordsFor } from '../../src/panel/words.ts';
import { cardSamples } from './cards.ts';
import { storySamples, type StorySample } from './stories.ts';
import '@shopbell/look/tokens.css';
import '@shopbell/look/cards.css';
import '../../src/panel/panel.css';
import '../../src/late/story.css';
import './gallery.css';

const asked = new URLSearchParams(location.hash.slice(1));
const locale = asked.get('locale') ?? navigator.language;
const words = JSON.parse(document.getElementById('words')?.textContent ?? '[]') as [string, Table][];
for (const [name, table] of words) {
  const [part = '', language = ''] = name.replace('.json', '').split('/');
  addWords(language, { [part]: table });
}
const nothing = (): void => {};
const chat = { answer: nothing, remove: nothing } as unknown as Chat;
const state: PanelState = {
  ...emptyPanel('Alder & Steep'),
  locale,
  connection: { name: 'live', transport: 'websocket' },
};

const Story = ({ name, entries }: StorySample): JSX.Element | null => {
  const [planned] = entries;
  const story = planned && storyOf(planned, entries);
  if (!story) return null;
  return (
    <figure>
      <figcaption>{name}</figcaption>
      <StoryView story={story} state={state} words={wordsFor(locale)} chat={chat} />
    </figure>
  );
};

const Gallery = (): JSX.Element => (
  <main>
    {cardSamples.map(({ name, card, chosen }) => (
      <figure key={name}>
        <figcaption>{name}</figcaption>
        <CardView card={card} locale={locale} onChoose={nothing} chosen={chosen} />
        {asked.has('text') ? <pre>{cardToText(card, locale)}</pre> : null}
      </figure>
    ))}
    {storySamples.map((sample) => (
      <Story key={sample.name} {...sample} />
    ))}
  </main>
);

const root = document.documentElement;
root.lang = locale;
root.dir = asked.get('dir') ?? directionOf(locale);
render(<Gallery />, document.body);
