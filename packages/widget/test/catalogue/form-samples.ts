import type { Form, FormCard, FormData } from '@shopbell/protocol';
import type { FirstForm, PanelState } from '../../src/panel/panel-state.ts';
import {
  byShopper,
  conversation,
  entry,
  live,
  own,
  pending,
  refused,
  samplesOf,
  says,
  shows,
  talk,
  type Sample,
} from './sample.ts';
import type { Said } from './said.ts';

const formOf = (said: Said): Form => ({
  id: 'first',
  title: said.title,
  intro: said.intro,
  fields: [
    { kind: 'name', id: 'name', label: said.name, required: true },
    { kind: 'email', id: 'email', label: said.mail, required: false },
    { kind: 'phone', id: 'phone', label: said.phone, required: false },
    {
      kind: 'choice',
      id: 'topic',
      label: said.topic,
      required: true,
      options: [
        { value: 'order', label: said.order },
        { value: 'other', label: said.other },
      ],
    },
    { kind: 'text', id: 'street', label: said.street, required: false },
    { kind: 'text', id: 'notes', label: said.notes, required: false, long: true },
    { kind: 'consent', id: 'ok', label: said.consent, required: true, url: 'https://shop.example/privacy' },
  ],
});
const cardOf = (said: Said): FormCard => ({ kind: 'form', version: 1, ...formOf(said), id: 'where' });
const answersOf = (said: Said): FormData => ({
  form: 'where',
  answers: [
    { id: 'name', kind: 'name', label: said.name, value: 'Mara Lindqvist' },
    { id: 'topic', kind: 'choice', label: said.topic, value: 'order', text: said.order },
    { id: 'ok', kind: 'consent', label: said.consent, value: true },
    { id: 'notes', kind: 'text', label: said.notes, value: said.long },
  ],
});

const overviews = (said: Said, service: PanelState['service']): Partial<PanelState> => ({
  ...talk(own(said.ask), says(said.answer), entry('status', { status: 'closed' })),
  conversation: conversation('closed'),
  service,
});
const both: ('download' | 'mail')[] = ['download', 'mail'];
const mailed = (answer: () => unknown) => ({
  answers: { 'transcript:mail': answer },
  act: ({ press }: { press: (selector: string) => Promise<void> }) => press('.copies .small:last-child'),
});

const formSamples = (said: Said): Sample[] => {
  const form = formOf(said);
  const answers = { 'form:get': () => ({ form }) };
  const before = (forms: FirstForm[], isStaffed = true) => ({
    state: { ...live, isStaffed, service: { forms } },
    answers,
  });
  const card = cardOf(said);
  const asked = talk(own(said.ask), shows([{ kind: 'card', card }]));
  const answering = (error: ReturnType<typeof refused> | null) => ({
    state: { ...asked, pending: [pending('form:answer', { form: 'where', seq: 2 }, { error })] },
  });
  return samplesOf('forms', {
    'before the first message': before(['preChat']),
    'while nobody is there': before(['preChat', 'offline'], false),
    'an address that is none': {
      ...before(['preChat']),
      act: ({ fill }) => fill('input[type=email]', 'mara@'),
    },
    whole: {
      ...before(['preChat']),
      act: async ({ fill, press }) => {
        await fill('input[autocomplete=name]', 'Mara Lindqvist');
        await fill('select', 'order');
        await fill('.composer textarea', said.ask);
        await press('input[type=checkbox]');
      },
    },
    'in the conversation': { state: asked },
    'without a title': {
      state: talk(
        shows([
          { kind: 'card', card: { kind: 'form', version: 1, id: 'bare', fields: form.fields.slice(0, 1) } },
        ]),
      ),
    },
    'on its way': answering(null),
    refused: answering(refused('bad_request')),
    answered: {
      state: talk(own(said.ask), shows([{ kind: 'card', card }]), entry('form', answersOf(said), byShopper)),
    },
  });
};

const ratingSamples = (said: Said): Sample[] =>
  samplesOf('rating', {
    'of five': { state: overviews(said, { rating: 5 }) },
    'of five, picked': {
      state: overviews(said, { rating: 5 }),
      act: ({ press }) => press('.scores input', 3),
    },
    'of two': { state: overviews(said, { rating: 2 }) },
    'of two, picked': {
      state: overviews(said, { rating: 2 }),
      act: ({ press }) => press('.scores input', 0),
    },
    'on its way': {
      state: { ...overviews(said, { rating: 5 }), pending: [pending('rating:give', { score: 4 })] },
    },
    given: {
      state: {
        ...overviews(said, { rating: 5 }),
        ...talk(
          own(said.ask),
          entry('status', { status: 'closed' }),
          entry('rating', { score: 4, of: 5 }, byShopper),
        ),
        conversation: conversation('closed'),
      },
    },
  });

const copySamples = (said: Said): Sample[] =>
  samplesOf('copies', {
    'may be had': { state: overviews(said, { transcript: both, rating: 5 }) },
    'being made': { state: overviews(said, { transcript: both }), ...mailed(() => new Promise(() => {})) },
    sent: { state: overviews(said, { transcript: both }), ...mailed(() => ({ to: 'm•••@example.com' })) },
    'needs an address': {
      state: overviews(said, { transcript: both }),
      ...mailed(() => Promise.reject(refused('forbidden', { needs: 'verified' }))),
    },
    'too often': {
      state: overviews(said, { transcript: both }),
      ...mailed(() => Promise.reject(refused('rate_limited'))),
    },
    failed: {
      state: overviews(said, { transcript: both }),
      ...mailed(() => Promise.reject(refused('internal'))),
    },
  });

/** What is asked before, in and after a conversation. */
export const formViews = (said: Said): Sample[] => [
  ...formSamples(said),
  ...ratingSamples(said),
  ...copySamples(said),
];
