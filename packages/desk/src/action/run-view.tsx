import { CardView } from '@shopbell/look';
import type { ActionOffer, Audience, Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import type { Thread } from '../thread/thread.ts';
import { initialAnswers, readAnswers, type Problem } from './answers.ts';
import { FieldView } from './field-view.tsx';
import { fieldsOf } from './fields.ts';
import { ownStory, useRunning, type Running } from './running.ts';

type RunProps = {
  offer: ActionOffer;
  thread: Thread;
  summary: Conversation;
  known: Readonly<Record<string, string>>;
  onDone: () => void;
};

type AudienceProps = { audience: Audience; shopper: string; onAudience: (audience: Audience) => void };

const AudienceSwitch = ({ audience, shopper, onAudience }: AudienceProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <fieldset class="choices">
      <legend>{text.action.audience}</legend>
      {(['everyone', 'staff'] as const).map((each) => (
        <label key={each} class="choice">
          <input type="radio" name="audience" checked={each === audience} onChange={() => onAudience(each)} />
          {text.action[each]}
        </label>
      ))}
      <p class="muted">{audience === 'staff' ? text.action.staffHint : text.action.everyoneHint(shopper)}</p>
    </fieldset>
  );
};

const Result = ({
  running,
  thread,
  offer,
  afterSeq,
}: {
  running: Running;
  thread: Thread;
  offer: ActionOffer;
  afterSeq: number;
}) => {
  const { text, locale, agent } = useDesk();
  useStore(thread.state);
  if (running.phase === 'asking') return null;
  if (running.phase === 'running') return <p class="muted">{text.action.running}</p>;
  if (running.phase === 'failed') return <p class="problem">{running.sentence}</p>;
  const story = ownStory(thread, agent.me.id, { action: offer.name, afterSeq });
  return (
    <>
      <h3>{text.action.result}</h3>
      {story?.card ? (
        <CardView card={story.card} locale={locale} />
      ) : (
        <p class="muted">{text.action.noCard}</p>
      )}
      {story?.card ? null : <pre class="json">{JSON.stringify(running.output, null, 2)}</pre>}
    </>
  );
};

/** An action's form and, once it has been run, what came of it. */
export const RunView = ({ offer, thread, summary, known, onDone }: RunProps): JSX.Element => {
  const { text } = useDesk();
  const fields = useMemo(() => fieldsOf(offer.input), [offer]);
  const [answers, setAnswers] = useState(() => ({ ...initialAnswers(fields), ...known }));
  const [problems, setProblems] = useState<Record<string, Problem>>({});
  const [audience, setAudience] = useState<Audience>('everyone');
  const { running, run, afterSeq } = useRunning(thread);
  const form = useRef<HTMLFormElement>(null);
  const submit = (): void => {
    const reading = readAnswers(fields, answers);
    setProblems(reading.problems ?? {});
    if (!reading.problems) return void run({ action: offer.name, input: reading.input, audience });
    // After the problems are drawn.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const isDone = running.phase === 'done';
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (running.phase !== 'running') submit();
      }}
    >
      {offer.description ? <p class="muted">{offer.description}</p> : null}
      {fields.length === 0 ? <p class="muted">{text.action.noInput}</p> : null}
      {fields.map((field) => (
        <FieldView
          key={field.path}
          field={field}
          answers={answers}
          problems={problems}
          onAnswer={(path, answer) => setAnswers((before) => ({ ...before, [path]: answer }))}
        />
      ))}
      <AudienceSwitch audience={audience} shopper={summary.shopper.name} onAudience={setAudience} />
      <div role="status" class="result">
        <Result running={running} thread={thread} offer={offer} afterSeq={afterSeq.current} />
      </div>
      <footer class="dialog-foot">
        {isDone ? (
          <button type="button" class="button button-accent" onClick={onDone}>
            {text.action.done}
          </button>
        ) : null}
        <button
          type="submit"
          class={isDone ? 'button' : 'button button-accent'}
          disabled={running.phase === 'running'}
        >
          {isDone ? text.action.again : text.action.run}
        </button>
      </footer>
    </form>
  );
};
