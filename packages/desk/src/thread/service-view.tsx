import type { Entry } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { authorName, When } from './message.tsx';

/** What comes of the shop’s services: a form filled in, a rating, the greeting that was answered. */
export type ServiceType = 'form' | 'rating' | 'greeting';

/** What was filled in, each answer under what was asked. */
const FormView = ({ entry }: { entry: Entry<'form'> }): JSX.Element => {
  const { text } = useDesk();
  const { title, answers } = entry.data;
  const said = (value: string | boolean): string => {
    if (typeof value === 'string') return value;
    return value ? text.service.yes : text.service.no;
  };
  return (
    <article class="filled">
      <header class="message-head">
        <strong>
          <bdi>{title ?? text.service.filled(authorName(entry.by, text))}</bdi>
        </strong>
        <When at={entry.at} />
      </header>
      <dl>
        {answers.map(({ id, label, value, text: words }) => (
          <div key={id}>
            <dt dir="auto">{label}</dt>
            <dd dir="auto">{words ?? said(value)}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">{text.service.claimed}</p>
    </article>
  );
};

const RatingView = ({ entry }: { entry: Entry<'rating'> }): JSX.Element => {
  const { text } = useDesk();
  const { score, of, comment } = entry.data;
  const name = authorName(entry.by, text);
  return (
    <article class="rated">
      <header class="message-head">
        <strong>
          <bdi>{of === 2 ? text.service.thumb(name, score === 2) : text.service.rated(name, score, of)}</bdi>
        </strong>
        <When at={entry.at} />
      </header>
      {comment === undefined ? null : (
        <p class="words" dir="auto">
          {comment}
        </p>
      )}
    </article>
  );
};

const GreetingView = ({ entry }: { entry: Entry<'greeting'> }): JSX.Element => {
  const { text } = useDesk();
  return (
    <p class="line">
      <bdi>{text.service.greeting(entry.data.by)}</bdi> (<bdi>{entry.data.greeting}</bdi>):{' '}
      <bdi>{entry.data.text}</bdi> <When at={entry.at} />
    </p>
  );
};

/** An entry of the shop’s services. */
export const ServiceView = ({ entry }: { entry: Entry<ServiceType> }): JSX.Element => {
  switch (entry.type) {
    case 'form':
      return <FormView entry={entry} />;
    case 'rating':
      return <RatingView entry={entry} />;
    case 'greeting':
      return <GreetingView entry={entry} />;
    default:
      return entry satisfies never;
  }
};
