import { CardView } from '@shopbell/look';
import type { ActionOffer, Audience, Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import type { Thread } from '../thread/thread.ts';
import { shopperName } from '../shopper/name.ts';
import { initialAnswers, readAnswers, type Answers, type Problem } from './answers.ts';
import { FieldView } from './field-view.tsx';
import { fieldsOf } from './fields.ts';
import { knownHere } from './known.ts';
import { ownStory, requestAction, runAction, useRunning, type Running } from './running.ts';

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

const isWrite = ({ effect }: ActionOffer): boolean => effect === 'write';

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
  if (running.phase === 'asking' || running.phase === 'asked') return null;
  if (running.phase === 'running') {
    return <p class="muted">{isWrite(offer) ? text.action.asking : text.action.running}</p>;
  }
  if (running.phase === 'failed') return <p class="problem">{running.sentence}</p>;
  const story = ownStory(thread, agent.me.id, { action: offer.name, afterSeq });
  return (
    <>
      <h3 class="sb-hidden">{text.action.result}</h3>
      {story?.card ? (
        <CardView card={story.card} locale={locale} />
      ) : (
        <p class="muted">{text.action.noCard}</p>
      )}
      {story?.card ? null : <pre class="json">{JSON.stringify(running.output, null, 2)}</pre>}
    </>
  );
};

const useForm = ({ offer, thread, summary, known, onDone }: RunProps) => {
  const fields = useMemo(() => fieldsOf(offer.input), [offer]);
  const [answers, setAnswers] = useState(() => ({
    ...initialAnswers(fields),
    ...knownHere(fields, { shopper: summary.shopper, entries: thread.state.get().entries }),
    ...known,
  }));
  const [problems, setProblems] = useState<Record<string, Problem>>({});
  const [audience, setAudience] = useState<Audience>('everyone');
  const { running, run, afterSeq, again } = useRunning(thread, isWrite(offer) ? requestAction : runAction);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What comes of it is told in the conversation.
    if (running.phase === 'asked') onDone();
  }, [running.phase]);
  const submit = (): void => {
    if (running.phase === 'running') return;
    const reading = readAnswers(fields, answers);
    setProblems(reading.problems ?? {});
    if (!reading.problems) return void run({ action: offer.name, input: reading.input, audience });
    // After the problems are drawn.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const answer = (path: string, value: Answers[string]): void =>
    setAnswers((before) => ({ ...before, [path]: value }));
  return { form, fields, answers, problems, audience, setAudience, running, afterSeq, again, submit, answer };
};

const Buttons = ({
  offer,
  running,
  onDone,
  onAgain,
}: {
  offer: ActionOffer;
  running: Running;
  onDone: () => void;
  onAgain: () => void;
}) => {
  const { text } = useDesk();
  if (running.phase !== 'done') {
    return (
      <footer class="dialog-foot">
        <button type="submit" class="button button-accent" disabled={running.phase === 'running'}>
          {isWrite(offer) ? text.action.ask : text.action.run}
        </button>
      </footer>
    );
  }
  return (
    <footer class="dialog-foot">
      <button type="button" class="button" onClick={onAgain}>
        {text.action.again}
      </button>
      <button type="button" class="button button-accent" autofocus onClick={onDone}>
        {text.action.done}
      </button>
    </footer>
  );
};

type FormProps = RunProps & { state: ReturnType<typeof useForm> };

const Form = ({ offer, summary, state }: FormProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <>
      {offer.description ? <p class="muted">{offer.description}</p> : null}
      {isWrite(offer) ? <p class="muted">{text.action.writeHint}</p> : null}
      {state.fields.length === 0 ? <p class="muted">{text.action.noInput}</p> : null}
      {state.fields.map((field) => (
        <FieldView
          key={field.path}
          field={field}
          answers={state.answers}
          problems={state.problems}
          onAnswer={state.answer}
        />
      ))}
      <AudienceSwitch
        audience={state.audience}
        shopper={shopperName(summary.shopper, text)}
        onAudience={state.setAudience}
      />
    </>
  );
};

/** An action's form; once it has been run, what came of it stands in its place. */
export const RunView = (props: RunProps): JSX.Element => {
  const { offer, thread, onDone } = props;
  const state = useForm(props);
  const { form, running, afterSeq, submit, again } = state;
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {running.phase === 'done' ? null : <Form {...props} state={state} />}
      <div role="status" class="result">
        <Result running={running} thread={thread} offer={offer} afterSeq={afterSeq.current} />
      </div>
      <Buttons offer={offer} running={running} onDone={onDone} onAgain={again} />
    </form>
  );
};
