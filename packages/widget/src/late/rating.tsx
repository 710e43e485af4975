import { fill, formatNumber } from '@shopbell/look';
import type { Entry } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PanelState } from '../panel/panel-state.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { useKeptFocus } from './kept-focus.ts';
import { offersWordsFor, type OffersWords } from './offers-words.ts';

/** The rating of the latest closing, if there is one. */
const ratingOf = ({ entries }: PanelState): Entry<'rating'> | undefined => {
  const closed = entries.findLastIndex((entry) => entry.type === 'status' && entry.data.status === 'closed');
  return entries.slice(closed + 1).findLast((entry): entry is Entry<'rating'> => entry.type === 'rating');
};

/** A score in words. */
const scoreWords = (score: number, of: number, { words, locale }: { words: OffersWords; locale: string }) => {
  if (of === 2) return score === 2 ? words.good : words.bad;
  return fill(words.stars, { score: formatNumber(score, locale), of: formatNumber(of, locale) });
};

type RatingProps = ViewProps & { of: number };
type Kept = ReturnType<typeof useKeptFocus<HTMLParagraphElement>>;
type ScoresProps = { of: number; score: number; locale: string; onScore: (score: number) => void };

const Scores = ({ of, score, locale, onScore }: ScoresProps): JSX.Element => {
  const words = offersWordsFor(locale);
  const scores = of === 2 ? [1, 2] : Array.from({ length: of }, (_, index) => index + 1);
  return (
    <fieldset class={of === 2 ? 'scores thumbs' : 'scores'}>
      <legend>{words.rate}</legend>
      {scores.map((each) => (
        <label key={each} class={each === score || (of > 2 && each < score) ? 'on' : ''}>
          <input
            type="radio"
            name="rating"
            class="sb-hidden"
            value={each}
            checked={each === score}
            onChange={() => onScore(each)}
          />
          <span class={of === 2 ? '' : 'sb-hidden'}>{scoreWords(each, of, { words, locale })}</span>
          {of === 2 ? null : <span aria-hidden="true">★</span>}
        </label>
      ))}
    </fieldset>
  );
};

/** The question, and what is to be said about it once something is picked. */
const RatingForm = ({ state, chat, of, kept }: RatingProps & { kept: Kept }): JSX.Element => {
  const { locale, conversation } = state;
  const words = offersWordsFor(locale);
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const send = (event: Event): void => {
    event.preventDefault();
    const said = comment.trim();
    if (score === 0 || !conversation) return;
    const given = { conversation: conversation.id, score };
    chat.post('rating:give', said === '' ? given : { ...given, comment: said });
  };
  return (
    <form class="offered" noValidate aria-label={words.rate} {...kept.watch}>
      <Scores of={of} score={score} locale={locale} onScore={setScore} />
      {score > 0 ? (
        <>
          <label for="rating-comment">{words.comment}</label>
          <textarea
            id="rating-comment"
            rows={2}
            dir="auto"
            maxLength={sizes.ratingCommentMaxChars}
            value={comment}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          {/* A sandbox may forbid `submit`, never a click. */}
          <button type="submit" class="small yes" onClick={send}>
            {words.rateSend}
          </button>
        </>
      ) : null}
    </form>
  );
};

/** Asks how it was, once it is over; what was given stands in its place. */
export const Rating = (props: RatingProps): JSX.Element => {
  const { state } = props;
  const { locale } = state;
  const words = offersWordsFor(locale);
  const given = ratingOf(state);
  const isSending = [...state.pending, ...state.acknowledged.map(({ pending }) => pending)].some(
    ({ command, error, nonce }) =>
      command === 'rating:give' && !error && !state.entries.some((entry) => entry.nonce === nonce),
  );
  const kept: Kept = useKeptFocus();
  if (!given && !isSending) return <RatingForm {...props} kept={kept} />;
  return (
    <p class="line" role="status" tabIndex={-1} ref={kept.group} {...kept.watch}>
      {given
        ? fill(words.rated, scoreWords(given.data.score, given.data.of, { words, locale }))
        : words.ratingSending}
    </p>
  );
};
