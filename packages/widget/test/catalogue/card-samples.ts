import { cardSamples as cards } from './cards.ts';
import {
  byShopper,
  entry,
  live,
  conversation,
  samplesOf,
  shows,
  talk,
  pending,
  refused,
  type Sample,
} from './sample.ts';
import { storySamples } from './stories.ts';

const kinds = [...new Set(cards.map(({ card }) => card.kind))];
const ofKind = (kind: string) => cards.filter(({ card }) => card.kind === kind);
const drawn = (kind: string): Omit<Sample, 'view' | 'name'> => ({
  state: talk(
    ...ofKind(kind).flatMap(({ card, chosen }) => [
      shows([{ kind: 'card', card }]),
      ...(chosen !== undefined && card.kind === 'choices'
        ? [
            entry(
              'message',
              { parts: [{ kind: 'text', text: card.prompt }], choice: { card: card.id, value: chosen } },
              byShopper,
            ),
          ]
        : []),
    ]),
  ),
});
// A card of choices is answered once: with an answer in the list there is no open one.
const open = ofKind('choices').slice(0, 1);
const choosing = { state: talk(...open.map(({ card }) => shows([{ kind: 'card', card }]))) };

const told = (entries: (typeof storySamples)[number]['entries']) => ({
  ...live,
  conversation: conversation('open'),
  entries,
  readSeq: 99,
});
const [asked] = storySamples;
const first = asked?.entries[0]?.data;
const answer = (more: Parameters<typeof pending>[2], isLive = true) => ({
  state: {
    ...told(asked?.entries ?? []),
    ...(isLive ? {} : { connection: { name: 'waiting', attempt: 2, retryAt: 0 } as const }),
    pending: [pending('action:confirm', { action: first?.action, digest: first?.plan?.digest }, more)],
  },
});

/** Every card, and every step of what asks for consent. */
export const cardViews = (): Sample[] => [
  ...samplesOf('cards', { ...Object.fromEntries(kinds.map((kind) => [kind, drawn(kind)])), choosing }),
  ...samplesOf('consent', {
    ...Object.fromEntries(storySamples.map(({ name, entries }) => [name, { state: told(entries) }])),
    'answer on its way': answer({}),
    'answer without a line': answer({}, false),
    'answer too late': answer({ error: refused('conflict') }),
    'nothing there to answer': answer({ error: refused('not_found') }),
    'answer refused': answer({ error: refused('forbidden') }),
    'sign in first': answer({ error: refused('forbidden', { needs: 'verified' }) }),
    'prove it first': answer({ error: refused('forbidden', { needs: 'verified', stepUp: true }) }),
  }),
];
