import type { Chat } from '../chat.ts';
import type { PanelState } from '../panel-state.ts';
import type { Words } from '../words.ts';

/** What every view is given. */
export type ViewProps = { state: PanelState; words: Words; chat: Chat };
