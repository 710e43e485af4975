import { fill, State } from '@shopbell/look';
import type { JSX } from 'preact';
import type { IdentityItem } from '../panel/identity.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { identityWordsFor } from './identity-words.ts';
import { useKeptFocus } from './kept-focus.ts';
import { ProveAddress } from './prove-address.tsx';
import { formatWhen } from './trail.tsx';

type IdentityProps = ViewProps & { item: IdentityItem };

const lines = { asked: 'asked', sent: 'went', proved: 'thanks', failed: 'failedStep' } as const;

/** The question for a mail address, the way to prove it, and that it is proved. */
const Question = ({ item, state, chat }: IdentityProps): JSX.Element => {
  const { steps } = item;
  const words = identityWordsFor(state.locale);
  const proof = steps.find(({ data }) => data.step === 'proved');
  const last = steps.at(-1);
  const { group, watch } = useKeptFocus();
  return (
    <section
      class="sb-card identity"
      role="group"
      aria-label={words.title}
      tabIndex={-1}
      ref={group}
      {...watch}
    >
      <header class="sb-card-head">
        <strong class="sb-card-title">{words.title}</strong>
        {proof ? <State tone="good">{words.proved}</State> : <State tone="warning">{words.asks}</State>}
      </header>
      {proof ? (
        <p class="text" role="status">
          {fill(words.thanks, proof.data.address ?? '')}{' '}
          <time class="sb-muted" dateTime={new Date(proof.at).toISOString()}>
            {formatWhen(proof.at, state.locale)}
          </time>
        </p>
      ) : (
        <ProveAddress
          id={item.key.replace(' ', '-')}
          chat={chat}
          locale={state.locale}
          sent={last?.data.step === 'sent' ? last : undefined}
          onProved={() => {}}
        />
      )}
    </section>
  );
};

/** The last question as a card; any other step as a line. */
export const IdentityView = (props: IdentityProps): JSX.Element => {
  const { item, state } = props;
  if (item.isAsked) return <Question {...props} />;
  const [{ data }] = item.steps;
  return <>{fill(identityWordsFor(state.locale)[lines[data.step]], data.address ?? '')}</>;
};
