import { CardView } from '@shopbell/look';
import type { ActionOffer, Audience } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { shopperName } from '../shopper/name.ts';
import type { Thread } from '../thread/thread.ts';
import { workOn } from '../thread/work.ts';
import { FieldView } from './field-view.tsx';
import { isPlanned, useForm, type FormOf } from './form.ts';
import { PlanView } from './plan-view.tsx';
import { ownStory, type Running } from './running.ts';

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

type FailureProps = { running: Running & { phase: 'failed' }; thread: Thread };

/** Why it was refused; and the way on, where the shopper only has to show who they are. */
const Failure = ({ running, thread }: FailureProps): JSX.Element => {
  const desk = useDesk();
  return (
    <>
      <p class="problem">{running.sentence}</p>
      {running.canProve ? (
        <button type="button" class="button" data-first onClick={workOn(thread.handle, desk).identify}>
          {desk.text.identity.ask}
        </button>
      ) : null}
    </>
  );
};

type ResultProps = { running: Running; thread: Thread; offer: ActionOffer; afterSeq: number };

const Result = ({ running, thread, offer, afterSeq }: ResultProps): JSX.Element | null => {
  const { text, locale, agent } = useDesk();
  useStore(thread.state);
  if (running.phase === 'running') {
    return <p class="muted">{isPlanned(offer) ? text.action.planning : text.action.running}</p>;
  }
  if (running.phase === 'sending') return <p class="muted">{text.action.asking}</p>;
  if (running.phase === 'failed') return <Failure running={running} thread={thread} />;
  if (running.phase === 'changed') return <p class="problem">{running.sentence}</p>;
  if (running.phase !== 'done') return null;
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

type State = ReturnType<typeof useForm>;
type WithState = FormOf & { state: State };

/** What the way on is called, by where one stands. */
const useSubmitName = ({ offer, state: { running } }: WithState): string => {
  const { text } = useDesk();
  if (running.phase === 'seen' || running.phase === 'sending') {
    const { confirm, approve } = running.preview.plan;
    return confirm || approve ? text.action.send : text.action.doNow;
  }
  if (running.phase === 'changed') return text.action.seeAgain;
  return isPlanned(offer) ? text.action.see : text.action.run;
};

const Foot = (props: WithState): JSX.Element => {
  const { state, onDone } = props;
  const { text } = useDesk();
  const name = useSubmitName(props);
  const { phase } = state.running;
  const isBeyondForm = phase === 'seen' || phase === 'sending' || phase === 'changed';
  if (phase === 'done') {
    return (
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={state.back}>
          {text.action.again}
        </button>
        <button type="button" class="button button-accent" data-first onClick={onDone}>
          {text.action.done}
        </button>
      </footer>
    );
  }
  return (
    <footer class="dialog-foot">
      {isBeyondForm ? (
        <button
          type="button"
          class="button"
          aria-disabled={phase === 'sending'}
          onClick={() => {
            if (phase !== 'sending') state.back();
          }}
        >
          {text.action.change}
        </button>
      ) : null}
      <button
        type="submit"
        class="button button-accent"
        data-first={isBeyondForm ? true : undefined}
        // Not `disabled`, which would throw the keyboard out of it.
        aria-disabled={phase === 'running' || phase === 'sending'}
      >
        {name}
      </button>
    </footer>
  );
};

const Form = ({ offer, summary, state }: WithState): JSX.Element => {
  const { text } = useDesk();
  return (
    <>
      {offer.description ? <p class="muted">{offer.description}</p> : null}
      {isPlanned(offer) ? <p class="muted">{text.action.writeHint}</p> : null}
      {state.fields.length === 0 ? <p class="muted">{text.action.noInput}</p> : null}
      {state.fields.map((field) => (
        <FieldView
          key={field.path}
          field={field}
          answers={state.answers}
          problems={state.problems}
          beside={state.beside}
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

const Body = (props: WithState): JSX.Element | null => {
  const { running } = props.state;
  switch (running.phase) {
    case 'seen':
    case 'sending':
      return (
        <PlanView plan={running.preview.plan} audience={running.request.audience} summary={props.summary} />
      );
    case 'changed':
    case 'asked':
    case 'done':
      return null;
    case 'asking':
    case 'running':
    case 'failed':
      return <Form {...props} />;
    default:
      return running satisfies never;
  }
};

/** An action's form, then its plan to look at, then what came of it. */
export const RunView = (props: FormOf): JSX.Element => {
  const { offer, thread } = props;
  const state = useForm(props);
  const withState = { ...props, state };
  return (
    <form
      ref={state.form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        state.submit();
      }}
    >
      <Body {...withState} />
      <div role="status" class="result">
        <Result running={state.running} thread={thread} offer={offer} afterSeq={state.afterSeq.current} />
      </div>
      <Foot {...withState} />
    </form>
  );
};
