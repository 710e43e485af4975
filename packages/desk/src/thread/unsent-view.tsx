import { Prose } from '@shopbell/look';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import type { Sending, Unsent } from './sending.ts';

const State = ({ one, sending }: { one: Unsent; sending: Sending }): JSX.Element => {
  const { text } = useDesk();
  if (one.problem === null) return <p class="seen">{text.thread.sending}</p>;
  return (
    <p class="unsent-problem" role="alert">
      <span class="problem">
        {text.thread.notSent} {one.problem}
      </span>
      <button type="button" class="button button-small" onClick={() => sending.retry(one.id)}>
        {text.app.retry}
      </button>
      <button type="button" class="button button-small" onClick={() => sending.discard(one.id)}>
        {text.thread.discard}
      </button>
    </p>
  );
};

/** What was written here and is not stored yet, below everything that is. */
export const UnsentView = ({ sending, lastSeq }: { sending: Sending; lastSeq: number }): JSX.Element => {
  const { text } = useDesk();
  const unsent = useStore(sending.unsent).filter(({ seq }) => seq === null || seq > lastSeq);
  return (
    <>
      {unsent.map((one) => (
        <article key={one.id} class={one.mode === 'note' ? 'note unsent' : 'message message-ours unsent'}>
          {one.text === '' ? null : (
            <div class={one.mode === 'note' ? '' : 'bubble'}>
              <Prose text={one.text} words={text.thread} />
            </div>
          )}
          {one.files.map(({ id, name }) => (
            <p key={id} class="bubble">
              <bdi>{name}</bdi>
            </p>
          ))}
          <State one={one} sending={sending} />
        </article>
      ))}
    </>
  );
};
