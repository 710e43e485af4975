import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';

/** What did not work, until it is put away. */
export const Trouble = (): JSX.Element => {
  const { look, text } = useDesk();
  const { trouble } = useStore(look);
  return (
    <div role="alert">
      {trouble ? (
        <p class="trouble">
          <span>{trouble}</span>
          <button
            type="button"
            class="icon-button"
            aria-label={text.app.close}
            onClick={() => look.set((before) => ({ ...before, trouble: null }))}
          >
            <span aria-hidden="true">×</span>
          </button>
        </p>
      ) : null}
    </div>
  );
};
