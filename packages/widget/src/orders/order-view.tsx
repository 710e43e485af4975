import { fill, knownLocale } from '@shopbell/look';
import { sizes } from '@shopbell/protocol/limits';
import type { ComponentProps, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ViewProps } from '../panel/views/view-props.ts';
import { ordersWordsFor, type OrdersWords } from './orders-words.ts';
import { useOrder, type Details, type Standing } from './use-order.ts';

type OrderProps = ViewProps & { done: () => void };
type Problem = { field: 'order' | 'email'; text: string };

/** “in 6 minutes”, in the reader’s language. */
const inMinutes = (ms: number, locale: string): string =>
  new Intl.RelativeTimeFormat(knownLocale(locale)).format(Math.max(1, Math.ceil(ms / 60_000)), 'minute');

const isMail = (text: string): boolean => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);

/** What is wrong with what is filled in; who is signed in may leave the address empty. */
const problemOf = (
  { order, email }: Details,
  words: OrdersWords,
  needsMail: boolean,
): Problem | undefined => {
  if (order === '') return { field: 'order', text: words.noNumber };
  const isMissing = email === '' && needsMail;
  return isMissing || (email !== '' && !isMail(email)) ? { field: 'email', text: words.noEmail } : undefined;
};

/** How it stands, in words; nothing while nothing was asked. */
const standingWords = (standing: Standing, { state }: ViewProps, words: OrdersWords): string => {
  switch (standing.name) {
    case 'idle':
    case 'found':
      return '';
    case 'asking':
    case 'looking':
      return state.connection.name === 'live' ? words.looking : words.waiting;
    case 'missing':
      return words.notFound;
    case 'refused': {
      const { code, details } = standing.error;
      if (code === 'rate_limited')
        return fill(words.tooOften, inMinutes(details?.retryAfterMs ?? 0, state.locale));
      if (code === 'bad_request') return words.notFound;
      return details?.needs ? words.needs : words.unavailable;
    }
    default:
      return standing satisfies never;
  }
};

type FieldProps = { id: string; label: string; problem: string; input: ComponentProps<'input'> };

const Field = ({ id, label, problem, input }: FieldProps): JSX.Element => (
  <p class="order-field">
    <label for={id}>{label}</label>
    <input
      id={id}
      {...input}
      aria-invalid={problem !== ''}
      aria-describedby={problem === '' ? undefined : `${id}-problem`}
    />
    <span id={`${id}-problem`} class="order-problem" role="alert">
      {problem}
    </span>
  </p>
);

/** What is filled in, looked through before it goes, and how it stands. */
const useFilling = (props: OrderProps, words: OrdersWords) => {
  const { chat, state } = props;
  const [details, setDetails] = useState<Details>({
    order: '',
    email: chat.presence.visitor.claim.email ?? '',
  });
  const [problem, setProblem] = useState<Problem>();
  const { standing, ask } = useOrder(chat, state);
  const form = useRef<HTMLFormElement>(null);
  // What was ordered as a guest is not in their account.
  const isKnown = chat.keeping.owner?.isVerified === true;
  const asksMail = !isKnown || standing.name === 'missing' || details.email !== '';
  const isBusy = standing.name === 'asking' || standing.name === 'looking';
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isBusy) return;
    const typed = { order: details.order.trim(), email: asksMail ? details.email.trim() : '' };
    const found = problemOf(typed, words, !isKnown);
    setProblem(found);
    if (found) form.current?.querySelector<HTMLElement>(`#ask-${found.field}`)?.focus();
    else ask(typed);
  };
  const change = (more: Partial<Details>): void => setDetails((before) => ({ ...before, ...more }));
  const problemIn = (field: Problem['field']): string => (problem?.field === field ? problem.text : '');
  return { details, change, problemIn, standing, submit, form, isKnown, asksMail, isBusy };
};

/** “Where is my order?”: its number and mail address; what is found stands in the conversation. */
export const OrderView = (props: OrderProps): JSX.Element => {
  const { state, chat, done } = props;
  const words = ordersWordsFor(state.locale);
  const { details, change, problemIn, standing, submit, form, ...how } = useFilling(props, words);
  useEffect(() => {
    if (standing.name !== 'found') return;
    chat.store.set({ announcement: words.found });
    done();
  }, [standing.name]);
  return (
    <form class="order" noValidate ref={form} onSubmit={(event) => event.preventDefault()}>
      <p class="order-intro">{how.isKnown ? words.introSignedIn : words.intro}</p>
      <Field
        id="ask-order"
        label={words.number}
        problem={problemIn('order')}
        input={{
          value: details.order,
          maxLength: 40,
          autocomplete: 'off',
          autocapitalize: 'characters',
          spellcheck: false,
          onInput: ({ currentTarget }) => change({ order: currentTarget.value }),
        }}
      />
      {how.asksMail ? (
        <Field
          id="ask-email"
          label={words.email}
          problem={problemIn('email')}
          input={{
            type: 'email',
            autocomplete: 'email',
            maxLength: sizes.lookupFieldMaxChars,
            value: details.email,
            onInput: ({ currentTarget }) => change({ email: currentTarget.value }),
          }}
        />
      ) : null}
      {/* Enter in a field is a click here too; a sandbox may forbid `submit`. */}
      <button type="submit" class="small yes" aria-disabled={how.isBusy} onClick={submit}>
        {how.isBusy ? words.looking : words.ask}
      </button>
      <p class={how.isBusy ? 'sb-hidden' : 'order-standing'} role="status">
        {standingWords(standing, props, words)}
      </p>
    </form>
  );
};
