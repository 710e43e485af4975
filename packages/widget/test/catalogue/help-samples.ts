import {
  conversation,
  entry,
  live,
  now,
  own,
  refused,
  samplesOf,
  says,
  talk,
  type Answers,
  type Sample,
} from './sample.ts';
import type { Said } from './said.ts';
import type { Hands } from './hands.ts';

const action = 'act_catalogue000';
const service = { articles: true, orders: true } as const;

const articleViews = (said: Said): Sample[] => {
  const found = [
    { id: 'returns', language: 'en', title: said.title, excerpt: said.intro },
    { id: 'long', language: 'en', title: said.long.split('\n')[0] ?? '', excerpt: said.long },
  ].map((each) => ({ ...each, title: each.title.slice(0, 100), excerpt: each.excerpt.slice(0, 160) }));
  const html = `<p>${said.intro}</p><h2>${said.topic}</h2><ul><li>${said.order}</li><li>${said.other}</li></ul>
    <table><tr><th>${said.street}</th><th>${said.phone}</th></tr><tr><td>12</td><td>3</td></tr></table><p><a href="https://shop.example/more">${said.notes}</a></p>`;
  const article = { id: 'returns', language: 'en', title: said.title, html, updatedAt: now };
  const state = { ...live, isStaffed: false, service, isReading: true };
  const listed = { 'article:find': () => ({ articles: found }) };
  const open = ({ press }: Hands) => press('.titles button');
  return samplesOf('articles', {
    all: { state, answers: listed },
    'nothing found': { state, answers: { 'article:find': () => ({ articles: [] }) } },
    'cannot be fetched': {
      state,
      answers: { 'article:find': () => Promise.reject(refused('disconnected')) },
    },
    one: {
      state,
      answers: { ...listed, 'article:get': () => ({ article }) },
      act: async (hands) => {
        await open(hands);
        // What makes it safe has come, too.
        await hands.scroll('.article table', 0);
      },
    },
    gone: {
      state,
      answers: { ...listed, 'article:get': () => Promise.reject(refused('not_found')) },
      act: open,
    },
    'somebody answered meanwhile': {
      state: { ...talk(own(said.ask), says(said.answer)), service, isReading: true, readSeq: 1 },
      answers: listed,
    },
  });
};

const fillIn = async ({ fill, press }: Hands): Promise<void> => {
  await fill('#ask-order', 'AS-10443');
  await fill('#ask-email', 'mara@example.com');
  await press('.order > .yes');
};

const orderViews = (said: Said): Sample[] => {
  const state = { ...live, isStaffed: false, service, isReading: 'order' as const };
  const asking = (answer: () => unknown): Omit<Sample, 'view' | 'name'> => ({
    state,
    answers: { 'action:ask': answer } satisfies Answers,
    act: fillIn,
  });
  const looked = (step: 'running' | 'failed') => ({
    state: {
      ...state,
      conversation: conversation('closed', { agent: null }),
      entries:
        talk(
          entry('action', {
            action,
            name: 'order.lookup',
            title: said.order,
            step,
            ...(step === 'failed' ? { end: true as const } : {}),
          }),
        ).entries ?? [],
    },
    answers: { 'action:ask': () => ({ action, conversation: conversation('closed').id }) },
    act: fillIn,
  });
  return samplesOf('orders', {
    'the way there': { state: { ...live, isStaffed: false, service: { orders: true } } },
    asked: { state },
    'something is missing': { state, act: ({ press }) => press('.order > .yes') },
    'on its way': asking(() => new Promise(() => {})),
    'being looked up': looked('running'),
    'not found': looked('failed'),
    'nobody can': asking(() => Promise.reject(refused('office_unavailable'))),
    'too often': asking(() => Promise.reject(refused('rate_limited', { retryAfterMs: 360_000 }))),
    'needs to be signed in': asking(() =>
      Promise.reject(refused('forbidden', { needs: 'verified', stepUp: false })),
    ),
  });
};

/** What a shopper finds out by themselves. */
export const helpViews = (said: Said): Sample[] => [...articleViews(said), ...orderViews(said)];
