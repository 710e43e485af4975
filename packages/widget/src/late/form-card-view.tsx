import type { Entry, FormCard, FormValues } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ViewProps } from '../panel/views/view-props.ts';
import { FormFields, isWhole } from './form-fields.tsx';
import { useKeptFocus } from './kept-focus.ts';
import { offersWordsFor } from './offers-words.ts';

type FormCardProps = ViewProps & { card: FormCard; seq: number };

/** How the answer stands: none yet, on its way, refused, or stored. */
const standingOf = ({ state, card, seq }: FormCardProps): 'none' | 'sending' | 'refused' | 'sent' => {
  const isAnswer = ({ form, seq: place }: Record<string, unknown>): boolean =>
    form === card.id && place === seq;
  const stored = state.entries.some(
    (entry) => entry.type === 'form' && entry.seq > seq && entry.data.form === card.id,
  );
  if (stored || state.acknowledged.some(({ pending }) => isAnswer(pending.input))) return 'sent';
  const waiting = state.pending.findLast(({ input }) => isAnswer(input));
  if (!waiting) return 'none';
  return waiting.error ? 'refused' : 'sending';
};

/** The answers as they are stored, where the form stood. */
const latestAnswers = ({ state, card, seq }: FormCardProps): Entry<'form'>['data'] | undefined =>
  state.entries.findLast(
    (entry): entry is Entry<'form'> =>
      entry.type === 'form' && entry.seq > seq && entry.data.form === card.id,
  )?.data;

type AnsweredProps = FormCardProps & { isSent: boolean; kept: ReturnType<typeof useKeptFocus> };

/** What was answered, or is about to be. */
const Answered = ({ isSent, kept, ...props }: AnsweredProps): JSX.Element => {
  const { state, card } = props;
  const words = offersWordsFor(state.locale);
  const title = card.title ?? words.form;
  return (
    <article class="offered" aria-label={title} tabIndex={-1} ref={kept.group} {...kept.watch}>
      <p role="status">
        <strong>
          <bdi>{title}</bdi>
        </strong>{' '}
        <span class="sb-muted">{isSent ? words.formSent : words.formSending}</span>
      </p>
      {latestAnswers(props)?.answers.map(({ id, label, value, text }) => (
        <p key={id} class="said">
          <bdi class="sb-muted">{label}</bdi>
          <bdi>{typeof value === 'boolean' ? (value ? words.yes : words.no) : (text ?? value)}</bdi>
        </p>
      ))}
    </article>
  );
};

/** A form that was sent into the conversation: its fields, then how the answer stands. */
export const FormCardView = (props: FormCardProps): JSX.Element => {
  const { state, chat, card, seq } = props;
  const words = offersWordsFor(state.locale);
  const [values, setValues] = useState<FormValues>({});
  const standing = standingOf(props);
  const kept = useKeptFocus();
  if (standing === 'sent' || standing === 'sending')
    return <Answered isSent={standing === 'sent'} kept={kept} {...props} />;
  const canSend = isWhole(card, values);
  const conversation = state.conversation?.id;
  const send = (event: Event): void => {
    event.preventDefault();
    if (!canSend || !conversation) return;
    for (const { nonce, input, error } of state.pending)
      if (error && input['form'] === card.id) chat.remove(nonce);
    chat.post('form:answer', { conversation, seq, form: card.id, values });
  };
  return (
    <form class="offered" noValidate aria-label={card.title ?? words.form} {...kept.watch}>
      <FormFields id={`form-${seq}`} form={card} values={values} locale={state.locale} onValues={setValues} />
      {standing === 'refused' ? (
        <p class="problem" role="alert">
          {words.formRefused}
        </p>
      ) : null}
      {/* Enter in a field is a click here too; a sandbox may forbid `submit`. */}
      <button type="submit" class="small yes" aria-disabled={!canSend} onClick={send}>
        {words.formSend}
      </button>
    </form>
  );
};
