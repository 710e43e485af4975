import { fill } from '@shopbell/look';
import type { ComponentProps, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';
import { formatLeft, useLeft } from './countdown.ts';
import { identityWordsFor, type IdentityWords } from './identity-words.ts';
import { digitsOf, useProving, type Proving, type Sent } from './proving.ts';

type ProveProps = {
  /** Unique in the document. */
  id: string;
  chat: Chat;
  locale: string;
  sent: Sent;
  onProved: () => void;
};
type FieldProps = {
  id: string;
  label: string;
  problem: string;
  input: ComponentProps<'input'>;
};

/** A labelled field with what is wrong with it beside it, said aloud too. */
const Field = ({ id, label, problem, input }: FieldProps): JSX.Element => (
  <>
    <label for={id}>{label}</label>
    <input
      id={id}
      {...input}
      required
      aria-invalid={problem !== ''}
      aria-describedby={problem === '' ? undefined : `${id}-problem`}
    />
    <p id={`${id}-problem`} class="problem" role="alert">
      {problem}
    </p>
  </>
);

type PartProps = {
  id: string;
  words: IdentityWords;
  proving: Proving;
  change: (next: Partial<Proving>) => void;
};

const EmailField = ({ id, words, proving, change }: PartProps): JSX.Element => (
  <Field
    id={id}
    label={words.email}
    problem={proving.problem}
    input={{
      type: 'email',
      autocomplete: 'email',
      enterkeyhint: 'send',
      value: proving.email,
      onInput: ({ currentTarget }) => change({ email: currentTarget.value }),
    }}
  />
);

const CodeField = ({ id, words, proving, change }: PartProps): JSX.Element => (
  <Field
    id={id}
    label={words.code}
    problem={proving.problem}
    input={{
      type: 'text',
      class: 'code',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      enterkeyhint: 'done',
      value: proving.code,
      // What is pasted may be spaced; the field shows what counts.
      onInput: ({ currentTarget }) => {
        currentTarget.value = digitsOf(currentTarget.value);
        change({ code: currentTarget.value });
      },
    }}
  />
);

/** Another code, once that makes sense; or another address. */
const Otherwise = ({
  words,
  proving,
  change,
  request,
}: Omit<PartProps, 'id'> & { request: () => void }): JSX.Element => {
  const leftMs = useLeft(proving.againAt);
  const isEarly = leftMs > 0 || proving.isBusy;
  return (
    <>
      <div class="answers">
        <button type="button" class="small" aria-disabled={isEarly} onClick={() => !isEarly && request()}>
          {words.again}
        </button>
        <button type="button" class="small" onClick={() => change({ asks: 'email', problem: '' })}>
          {words.other}
        </button>
      </div>
      {leftMs > 0 ? <p class="sb-muted">{fill(words.againIn, formatLeft(leftMs))}</p> : null}
    </>
  );
};

/** Puts the keyboard into the field that is asked for next, or is wrong; not into the first one: nobody asked for that. */
const useField = ({ asks, problem }: Proving) => {
  const form = useRef<HTMLFormElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) form.current?.querySelector('input')?.focus();
    isFirst.current = false;
  }, [asks, problem]);
  return form;
};

/** The way to prove a mail address: where a code is to go, then the code. */
export const ProveAddress = ({ id, chat, locale, sent, onProved }: ProveProps): JSX.Element => {
  const words = identityWordsFor(locale);
  const { proving, change, request, confirm } = useProving({ chat, words, sent, onProved });
  const form = useField(proving);
  const asksCode = proving.asks === 'code';
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    if (asksCode) confirm();
    else request();
  };
  const parts = { id, words, proving, change };
  const busyWords = asksCode ? words.confirming : words.sending;
  return (
    <form class="prove" noValidate ref={form}>
      <p class="text" role="status">
        {asksCode ? fill(words.sent, proving.sentTo) : words.why}
      </p>
      {asksCode ? <CodeField key="code" {...parts} /> : <EmailField key="email" {...parts} />}
      {/* Enter in the field is a click here too; a sandbox may forbid `submit`. */}
      <button type="submit" class="small yes" aria-disabled={proving.isBusy} onClick={onSubmit}>
        {proving.isBusy ? busyWords : asksCode ? words.confirm : words.send}
      </button>
      {asksCode ? <Otherwise {...parts} request={request} /> : null}
    </form>
  );
};
