import { fill, formatDateTime, formatNumber, knownLocale } from '@shopbell/look';
import type { ShopperEvents } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { firstFormOf, offersOrders } from '../panel/offers.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Copies } from './copies.tsx';
import { FirstForm } from './first-form.tsx';
import { Greeted } from './greeted.tsx';
import { offersWordsFor, type OffersWords } from './offers-words.ts';
import { Rating } from './rating.tsx';

const minuteMs = 60_000;

const formatMinutes = (ms: number, locale: string): string =>
  new Intl.NumberFormat(knownLocale(locale), {
    style: 'unit',
    unit: 'minute',
    unitDisplay: 'long',
  }).format(Math.round(ms / minuteMs));

/** A place in the queue, and about how long it takes where the relay can tell. */
export const queueWords = (
  { ahead, atLeast, waitMs }: ShopperEvents['queue:changed'],
  words: OffersWords,
  locale: string,
): string => {
  if (atLeast) return fill(words.queueFar, formatNumber(ahead, locale));
  const place = ahead === 0 ? words.queueNext : fill(words.queueAhead, formatNumber(ahead, locale));
  if (waitMs === undefined) return place;
  return `${place} ${fill(words.queueWait, formatMinutes(waitMs, locale))}`;
};

const Hours = ({ state }: ViewProps): JSX.Element | null => {
  const { service, locale } = state;
  if (service?.hours?.open !== false) return null;
  const words = offersWordsFor(locale);
  const { until } = service.hours;
  return (
    <p class="line">
      {until === undefined ? words.closed : fill(words.opensAt, formatDateTime(until, locale))}
    </p>
  );
};

const QueuePlace = ({ state }: ViewProps): JSX.Element | null => {
  const { queue, conversation, locale } = state;
  if (!queue || conversation?.status !== 'queued' || queue.conversation !== conversation.id) return null;
  return (
    <p class="line" role="status">
      {queueWords(queue, offersWordsFor(locale), locale)}
    </p>
  );
};

const OrderWay = ({ state, chat }: ViewProps): JSX.Element => (
  <button type="button" class="small order-way" onClick={() => chat.store.set({ isReading: 'order' })}>
    {offersWordsFor(state.locale).orders}
  </button>
);

/** Whether nothing was said: who looked something up by themselves has nobody to rate. */
const isBare = ({ entries }: ViewProps['state']): boolean =>
  entries.length > 0 && entries.every(({ type }) => type === 'action');

/** Below what was said: when the shop opens, the place in the queue, the form before the first word, rating and copies. */
export const OffersView = (props: ViewProps): JSX.Element => {
  const { state } = props;
  const { service, conversation } = state;
  const first = firstFormOf(props.state);
  const isClosed = conversation?.status === 'closed';
  return (
    <div class="offers">
      {state.greeting ? <Greeted key={state.greeting} {...props} /> : null}
      <Hours {...props} />
      <QueuePlace {...props} />
      {offersOrders(state) ? <OrderWay {...props} /> : null}
      {first ? <FirstForm key={first} name={first} {...props} /> : null}
      {isClosed && service?.rating && !isBare(state) ? <Rating of={service.rating} {...props} /> : null}
      {isClosed && service?.transcript ? <Copies ways={service.transcript} {...props} /> : null}
    </div>
  );
};
