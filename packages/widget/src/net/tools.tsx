import type { JSX } from 'preact';
import type { ViewProps } from '../panel/views/view-props.ts';
import { EmojiButton } from './emoji-button.tsx';

const AttachButton = ({ state, words, chat }: ViewProps): JSX.Element => (
  <button
    type="button"
    class="send attach"
    aria-label={words.attach}
    aria-expanded={state.attachments.isOpen}
    onClick={() =>
      chat.store.set(({ attachments }) => ({ attachments: { ...attachments, isOpen: !attachments.isOpen } }))
    }
  >
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d="M12 5v14M5 12h14" />
    </svg>
  </button>
);

/** What stands beside the field: files, where the shop takes some, and emojis. */
export const Tools = (props: ViewProps): JSX.Element => (
  <>
    {props.state.uploads ? <AttachButton {...props} /> : null}
    <EmojiButton {...props} />
  </>
);
