import { fill, formatDateTime, formatTime, isSameDay, State, type Tone } from '@shopbell/look';
import type { ActionStep, Entry } from '@shopbell/protocol';
import type { JSX } from 'preact';
import type { StoryItem } from '../panel/story.ts';
import type { StoryWords } from './story-words.ts';

/** The time of day, with the date where it is another day than today’s. */
export const formatWhen = (at: number, locale: string): string =>
  isSameDay(at, Date.now()) ? formatTime(at, locale) : formatDateTime(at, locale);

const tones: Partial<Record<ActionStep, Tone>> = {
  confirmed: 'good',
  approved: 'good',
  succeeded: 'good',
  verified: 'good',
  running: 'warning',
  unknown: 'warning',
  unverified: 'warning',
  failed: 'bad',
};

const stepWords = ({ data, by }: Entry<'action'>, words: StoryWords): string => {
  if (data.step === 'declined' && by.kind !== 'shopper') return fill(words.rejected, by.name);
  return fill(words.steps[data.step], by.name);
};

const isUnpaid = ({ data: { card } }: Entry<'action'>): boolean =>
  card?.kind === 'payment' && card.status === 'open';

/** The same of the last step so far: what was done is still looked at, or waits for the shopper’s money. */
const latestWords = (entry: Entry<'action'>, words: StoryWords): string => {
  const { step, end } = entry.data;
  if (step !== 'succeeded' || end) return stepWords(entry, words);
  return isUnpaid(entry) ? words.unpaid : words.checking;
};

/** Whether a step is still worth a line: work under way is not, once something came of it. */
const isShown = ({ data }: Entry<'action'>, index: number, all: readonly Entry<'action'>[]): boolean =>
  data.step !== 'planned' && (!/^(running|unknown)$/.test(data.step) || index === all.length - 1);

type TrailProps = { steps: StoryItem['steps']; words: StoryWords; locale: string };

/** What was answered, by whom, when, and what came of it; each new line is read out. */
export const Trail = ({ steps, words, locale }: TrailProps): JSX.Element => {
  const shown = steps.filter(isShown);
  return (
    <ol class="trail" aria-live="polite">
      {shown.map((entry, index) => (
        <li key={entry.seq}>
          <State tone={isUnpaid(entry) ? 'warning' : (tones[entry.data.step] ?? 'plain')}>
            {index === shown.length - 1 ? latestWords(entry, words) : stepWords(entry, words)}
          </State>
          <time class="sb-muted sb-numbers" dateTime={new Date(entry.at).toISOString()}>
            {formatWhen(entry.at, locale)}
          </time>
        </li>
      ))}
    </ol>
  );
};
