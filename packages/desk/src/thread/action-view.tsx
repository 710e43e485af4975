import { CardView } from '@shopbell/look';
import type { Json } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { labelOf } from '../action/fields.ts';
import { When } from './message.tsx';
import type { ActionStory } from './stories.ts';

const tones = {
  requested: 'plain',
  planned: 'warning',
  confirmed: 'warning',
  approved: 'warning',
  running: 'warning',
  succeeded: 'good',
  failed: 'bad',
  unknown: 'warning',
  verified: 'good',
  unverified: 'bad',
  declined: 'plain',
  expired: 'plain',
  cancelled: 'plain',
  refused: 'bad',
} as const satisfies Record<ActionStory['step'], string>;

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** An input's values by name, as `dl`; what is not an object is one JSON text. */
export const JsonView = ({ value }: { value: Json }): JSX.Element => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return <code>{shown(value)}</code>;
  return (
    <dl class="facts">
      {Object.entries(value).map(([name, each]) => (
        <div key={name}>
          <dt>{labelOf(name)}</dt>
          <dd>{shown(each)}</dd>
        </div>
      ))}
    </dl>
  );
};

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const Details = ({ story }: { story: ActionStory }): JSX.Element | null => {
  const { text } = useDesk();
  if (isEmpty(story.input) && story.output === undefined) return null;
  return (
    <details class="action-details">
      <summary>{text.action.details}</summary>
      {story.input !== undefined && !isEmpty(story.input) ? (
        <>
          <h4>{text.action.askedWith}</h4>
          <JsonView value={story.input} />
        </>
      ) : null}
      {story.output === undefined ? null : (
        <>
          <h4>{text.action.answer}</h4>
          <pre class="json">{JSON.stringify(story.output, null, 2)}</pre>
        </>
      )}
    </details>
  );
};

/** An action told as one story: who asked, how it stands, what came of it. */
export const ActionView = ({ story }: { story: ActionStory }): JSX.Element => {
  const { text, locale } = useDesk();
  const asker = story.askedBy ?? story.doneBy;
  const office = story.doneBy && story.doneBy.kind !== 'system' ? story.doneBy.name : null;
  const card = story.card ?? story.plan?.card;
  return (
    <article class={`action action-${story.step}`}>
      <header class="action-head">
        <strong>{story.title}</strong>
        {story.audience === 'staff' ? <span class="tag">{text.thread.staffOnly}</span> : null}
        <span class={`state state-${tones[story.step]}`}>{text.action.steps[story.step]}</span>
        <When at={story.lastAt} />
      </header>
      {asker ? <p class="muted">{text.action.asked(asker.name, story.askedBy ? office : null)}</p> : null}
      {story.plan ? <p>{story.plan.summary}</p> : null}
      {story.error ? <p class="problem">{story.error.message}</p> : null}
      {card ? <CardView card={card} locale={locale} /> : null}
      <Details story={story} />
    </article>
  );
};
