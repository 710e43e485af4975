import type { ActionOffer, Audience, Conversation } from '@shopbell/protocol';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { tellActions } from '../thread/stories.ts';
import type { Thread } from '../thread/thread.ts';
import { initialAnswers, readAnswers } from './answers.ts';
import type { Beside } from './field-parts.tsx';
import { fieldsOf, type Field } from './fields.ts';
import { isOrderField, knownHere } from './known.ts';
import { articlesKnown, ordersKnown } from './known-orders.ts';
import { useRunning, type Running } from './running.ts';
import type { Answers, Problem } from './values.ts';

/** What a form is for, and what is known of its input. */
export type FormOf = {
  offer: ActionOffer;
  thread: Thread;
  summary: Conversation;
  known: Readonly<Record<string, string>>;
  onDone: () => void;
};

/** Whether an action is planned before it runs: then its plan is looked at first. */
export const isPlanned = ({ steps = [] }: ActionOffer): boolean => steps.includes('plan');

/** What the conversation has beside a form, for the order that the form names. */
const useBeside = (thread: Thread, fields: readonly Field[], answers: Answers): Beside => {
  const { entries } = useStore(thread.state);
  const { all, articles } = useMemo(() => {
    const stories = tellActions(entries);
    return { ...ordersKnown(stories), articles: articlesKnown(stories) };
  }, [entries]);
  const named = fields.filter(isOrderField).map(({ path }) => answers[path]);
  const order = all.find(({ number }) => named.includes(number));
  const orders = all.map(({ number }) => number);
  return { orders, articles, lines: order?.lines ?? [], currency: order?.currency ?? '' };
};

const wrongControl = '[aria-invalid="true"], [data-invalid="true"]';
const firstControl = '[data-first], input:not([type="radio"]), select, textarea, button[type="submit"]';

/** Keeps the focus where the next key is wanted: the first control, the way on from a plan, the way back from a result. */
const useFocus = (phase: Running['phase']) => {
  const form = useRef<HTMLFormElement>(null);
  // In the same turn in which what had it goes away: a key pressed meanwhile must not fall to the page.
  useLayoutEffect(() => {
    if (phase === 'running' || phase === 'sending' || phase === 'failed') return;
    const way = form.current?.querySelector<HTMLElement>('[data-first]');
    const to = way ?? form.current?.querySelector<HTMLElement>(firstControl);
    to?.focus();
    // As with Tab: what is filled in is replaced by what is typed.
    if (to instanceof HTMLInputElement) to.select();
  }, [phase]);
  // After the problems are drawn.
  const toFirstProblem = (): void =>
    void requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(wrongControl)?.focus());
  return { form, toFirstProblem };
};

/** What is typed and what is wrong with it: problems come with the first try, and go as they are mended. */
const useAnswers = ({ offer, thread, summary, known }: FormOf) => {
  const { locale } = useDesk();
  const fields = useMemo(() => fieldsOf(offer.input), [offer]);
  const [answers, setAnswers] = useState<Answers>(() => ({
    ...initialAnswers(fields),
    ...knownHere(
      fields,
      { shopper: summary.shopper, entries: thread.state.get().entries },
      { action: offer.name, locale },
    ),
    ...known,
  }));
  const [problems, setProblems] = useState<Readonly<Record<string, Problem>>>({});
  const answer = (given: Answers): void => {
    const next = { ...answers, ...given };
    const still = readAnswers(fields, next).problems ?? {};
    setAnswers(next);
    setProblems((before) => Object.fromEntries(Object.entries(still).filter(([path]) => path in before)));
  };
  return { fields, answers, problems, setProblems, answer };
};

/** The state of an action's form, from the first field to what came of it. */
export const useForm = (of: FormOf) => {
  const { offer, thread, onDone } = of;
  const { fields, answers, problems, setProblems, answer } = useAnswers(of);
  const [audience, setAudience] = useState<Audience>('everyone');
  const { running, start, send, afterSeq, back } = useRunning(thread, isPlanned(offer));
  const { form, toFirstProblem } = useFocus(running.phase);
  const beside = useBeside(thread, fields, answers);
  useEffect(() => {
    // What comes of it is told in the conversation.
    if (running.phase === 'asked') onDone();
  }, [running.phase]);
  const ask = (): void => {
    const reading = readAnswers(fields, answers);
    setProblems(reading.problems ?? {});
    if (reading.problems) toFirstProblem();
    else void start({ action: offer.name, input: reading.input, audience });
  };
  const submit = (): void => {
    if (running.phase === 'running' || running.phase === 'sending') return;
    if (running.phase === 'seen') void send();
    else if (running.phase === 'changed') void start(running.request);
    else ask();
  };
  const asked = { fields, answers, problems, beside, answer, audience, setAudience };
  return { ...asked, form, running, afterSeq, submit, back };
};
