import { fill, State, type Tone } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { cardOf, type StoryItem } from '../panel/story.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { answerTo, answerWords } from './answer.ts';
import { CardView } from './cards.tsx';
import { useKeptFocus } from './kept-focus.ts';
import { ProveAddress } from './prove-address.tsx';
import { storyWordsFor, type StoryWords } from './story-words.ts';
import { formatWhen, Trail } from './trail.tsx';

type StoryProps = ViewProps & { story: StoryItem };

/** A timer’s longest wait; and a little later than the moment, so that it is over when it fires. */
const [longestMs, marginMs] = [2 ** 31 - 1, 20];

const useIsPast = (at: number): boolean => {
  const [, again] = useState(0);
  const leftMs = at - Date.now();
  useEffect(() => {
    if (leftMs <= 0) return;
    const timer = setTimeout(() => again((count) => count + 1), Math.min(leftMs + marginMs, longestMs));
    return () => clearTimeout(timer);
  }, [at]);
  return leftMs <= 0;
};

type AskProps = StoryProps & { labels: StoryWords };

const Ask = ({ story, state, chat, labels }: AskProps): JSX.Element => {
  const answer = answerTo(story, state);
  const isUnderWay = answer !== undefined && !answer.error;
  const { digest, expiresAt } = story.plan;
  const give = (command: 'action:confirm' | 'action:decline') => (): void => {
    if (!isUnderWay) chat.answer(command, { action: story.key, digest });
  };
  const button = (command: 'action:confirm' | 'action:decline', label: string): JSX.Element => (
    // Not `disabled`, which would throw the keyboard out of it.
    <button
      type="button"
      class={command === 'action:confirm' ? 'small yes' : 'small'}
      aria-disabled={isUnderWay}
      onClick={give(command)}
    >
      {label}
    </button>
  );
  return (
    <>
      <p class="sb-muted">{fill(labels.until, formatWhen(expiresAt, state.locale))}</p>
      <div class="answers">
        {button('action:confirm', labels.yes)}
        {button('action:decline', labels.no)}
      </div>
      <p class={answer?.error ? 'refused' : 'sb-muted'} role="status">
        {answerWords(answer, labels, state)}
      </p>
      {answer?.error?.details.stepUp ? (
        <ProveAddress
          id={`prove-${story.key}`}
          chat={chat}
          locale={state.locale}
          sent={undefined}
          onProved={() => chat.remove(answer.nonce)}
        />
      ) : null}
    </>
  );
};

/** How it stands while nothing else says so. */
const standing = (story: StoryItem, isPast: boolean, labels: StoryWords): [Tone, string] | null => {
  const { plan, steps } = story;
  const has = (name: string): boolean => steps.some(({ data }) => data.step === name);
  if (steps.some(({ data }) => !/^(planned|confirmed|approved)$/.test(data.step))) return null;
  if (plan.confirm && !has('confirmed')) return isPast ? ['plain', labels.over] : ['warning', labels.asks];
  if (plan.approve && !has('approved')) return ['plain', labels.approval];
  return ['plain', labels.steps.planned];
};

/** Forgets an answer that was refused, once nothing can be answered any more. */
const useTidy = ({ story, state, chat }: StoryProps, isAsked: boolean): void => {
  const answer = answerTo(story, state);
  const nonce = answer?.error ? answer.nonce : undefined;
  useEffect(() => {
    if (!isAsked && nonce !== undefined) chat.remove(nonce);
  }, [isAsked, nonce]);
};

/** An action with a plan: what it asks of the shopper while it does, then what was answered and what came of it. */
export const StoryView = (props: StoryProps): JSX.Element => {
  const { story, state } = props;
  const { plan, steps, title } = story;
  const labels = storyWordsFor(state.locale);
  const isPast = useIsPast(plan.expiresAt);
  const now = standing(story, isPast, labels);
  const isAsked = now?.[1] === labels.asks;
  const { group, watch } = useKeptFocus();
  useTidy(props, isAsked);
  const card = cardOf(story);
  return (
    <section class="sb-card story" role="group" aria-label={title} tabIndex={-1} ref={group} {...watch}>
      <header class="sb-card-head">
        <strong class="sb-card-title">{title}</strong>
        {now ? <State tone={now[0]}>{now[1]}</State> : null}
      </header>
      <p class="text">
        <bdi>{plan.summary}</bdi>
      </p>
      {card ? <CardView card={card} locale={state.locale} /> : null}
      {isAsked ? <Ask {...props} labels={labels} /> : null}
      <Trail steps={steps} words={labels} locale={state.locale} />
    </section>
  );
};
