import { CardView } from '@shopbell/look';
import type { Json } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { labelOf } from '../action/fields.ts';
import type { Texts } from '../text/en.ts';
import { Decision } from './decision.tsx';
import { authorName, When } from './message.tsx';
import { isBeforeRunning, type ActionStory, type StoryStep } from './stories.ts';

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

/** Of a step among others: what is passed no longer warns. */
const stepTones = {
  ...tones,
  requested: 'plain',
  planned: 'plain',
  confirmed: 'good',
  approved: 'good',
  running: 'plain',
  succeeded: 'good',
} as const satisfies Record<ActionStory['step'], string>;

/** Steps that only an action has which somebody had to plan or agree to. */
const agreements: readonly ActionStory['step'][] = [
  'planned',
  'confirmed',
  'approved',
  'declined',
  'expired',
  'cancelled',
  'unknown',
  'verified',
  'unverified',
];

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

/** How it stands, in words: while it does not run, who is waited for. */
export const standing = ({ waitsFor, step }: ActionStory, text: Texts): string => {
  const { shopper, supervisor } = waitsFor;
  if (shopper && supervisor) return text.action.waits.both;
  if (shopper) return text.action.waits.shopper;
  return supervisor ? text.action.waits.supervisor : text.action.steps[step];
};

const StepView = ({ told }: { told: StoryStep }): JSX.Element => {
  const { text } = useDesk();
  return (
    <li>
      <span class={`state state-${stepTones[told.step]}`}>
        {text.action.told[told.step](authorName(told.by, text))}
      </span>
      <When at={told.at} />
      {told.error ? <p class="problem">{told.error.message}</p> : null}
    </li>
  );
};

const Steps = ({ steps }: { steps: readonly StoryStep[] }): JSX.Element => {
  const { text } = useDesk();
  return (
    <ol class="action-steps" aria-label={text.action.story}>
      {steps.map((told) => (
        <StepView key={told.seq} told={told} />
      ))}
    </ol>
  );
};

/** What one has to know of an end that is no end, or of a middle that may not be touched. */
const Caution = ({ step }: Pick<ActionStory, 'step'>): JSX.Element | null => {
  const { text } = useDesk();
  if (step !== 'unknown' && step !== 'unverified') return null;
  return <p class={`caution caution-${step}`}>{text.action.cautions[step]}</p>;
};

/** Who asked and answered in one line: all there is to say of what nobody had to agree to. */
const Short = ({ story }: { story: ActionStory }): JSX.Element => {
  const { text } = useDesk();
  const asker = story.askedBy ?? story.doneBy;
  const office = story.doneBy && story.doneBy.kind !== 'system' ? story.doneBy.name : null;
  return (
    <>
      {asker ? (
        <p class="muted">{text.action.asked(authorName(asker, text), story.askedBy ? office : null)}</p>
      ) : null}
      {story.error ? <p class="problem">{story.error.message}</p> : null}
    </>
  );
};

/** An action told as one story: what would happen, who agreed, how it stands, what came of it. */
export const ActionView = ({ story }: { story: ActionStory }): JSX.Element => {
  const { text, locale } = useDesk();
  const element = useRef<HTMLElement>(null);
  // What a plan's card says of the future is no longer true once it is done.
  const isDone = story.step === 'succeeded' || story.step === 'verified';
  const card = story.card ?? (isDone ? undefined : story.plan?.card);
  const isAgreedTo = story.steps.some(({ step }) => agreements.includes(step));
  return (
    <article
      ref={element}
      class={`action action-${story.step}${isBeforeRunning(story) ? ' action-waiting' : ''}`}
      tabIndex={-1}
      aria-label={story.title}
    >
      <header class="action-head">
        <strong>{story.title}</strong>
        {story.audience === 'staff' ? <span class="tag">{text.thread.staffOnly}</span> : null}
        <span class={`state state-${tones[story.step]}`}>{standing(story, text)}</span>
        <When at={story.lastAt} />
      </header>
      {story.plan ? <p class="action-plan">{story.plan.summary}</p> : null}
      {card ? <CardView card={card} locale={locale} /> : null}
      <Caution step={story.step} />
      {isAgreedTo ? <Steps steps={story.steps} /> : <Short story={story} />}
      {isBeforeRunning(story) ? <Decision story={story} element={element} /> : null}
      <Details story={story} />
    </article>
  );
};
