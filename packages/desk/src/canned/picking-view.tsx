import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import type { Picking } from './use-picking.ts';

/** The id of the list, and of each of its options. */
export const listId = 'canned';
export const optionId = (id: string): string => `canned-${id}`;

const Line = ({ picking }: { picking: Picking }): JSX.Element | null => {
  const { text } = useDesk();
  const { phase, found } = picking;
  if (found.length > 0) return null;
  if (phase === 'failed') return <p class="problem">{text.canned.failed}</p>;
  return <p class="muted">{phase === 'ready' ? text.canned.none : text.app.loading}</p>;
};

/** What the slash finds, above the composer. */
export const PickingView = ({ picking }: { picking: Picking }): JSX.Element | null => {
  const { text } = useDesk();
  const { isOpen, found, active, pick } = picking;
  if (!isOpen) return null;
  return (
    <div class="canned-list">
      <output class="sb-hidden">{text.canned.count(found.length)}</output>
      <Line picking={picking} />
      {found.length > 0 ? (
        <ul id={listId} class="pick" role="listbox" aria-label={text.canned.title}>
          {found.map((each) => (
            <li
              key={each.id}
              id={optionId(each.id)}
              role="option"
              aria-selected={each === active}
              class={each === active ? 'pick-one pick-active canned-one' : 'pick-one canned-one'}
              // The composer keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(each)}
            >
              <span class="canned-text">
                <bdi class="canned-title">{each.title}</bdi>
                <span class="muted" dir="auto">
                  {each.text}
                </span>
              </span>
              <code class="key" dir="ltr">
                /{each.id}
              </code>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
};
