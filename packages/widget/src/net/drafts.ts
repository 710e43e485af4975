import type { Keeping } from '../panel/keeping.ts';
import type { PanelState } from '../panel/panel-state.ts';
import type { Store } from '../panel/store.ts';

/** So many conversations have an unsent text; the oldest is forgotten. */
const draftsMax = 20;

type Drafts = Record<string, string>;

/** What is kept: unsent texts by conversation, and what else belongs to the composer under names that are none. */
export const keptTexts = (text: string | undefined): Drafts => {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    const all = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(all.filter((each): each is [string, string] => typeof each[1] === 'string'));
  } catch {
    return {};
  }
};

/** With one of them changed, as it is kept: the newest stands last. */
export const withText = (drafts: Drafts, name: string, text: string): string | undefined => {
  const others = Object.entries(drafts).filter(([each]) => each !== name);
  const all = text === '' ? others : [...others, [name, text]];
  return all.length > 0 ? JSON.stringify(Object.fromEntries(all.slice(-draftsMax))) : undefined;
};

/**
 * Keeps what stands in the composer, by conversation, over reloads, and puts it back when its conversation is shown.
 * Each tab writes its own; what was written last is what a new one finds.
 */
export const keepDrafts = (store: Store<PanelState>, keeping: Keeping): void => {
  let shown = store.value.conversation?.id ?? '';
  const kept = (): string => keptTexts(keeping.drafts)[shown] ?? '';
  const restore = (): void => {
    if (store.value.draft !== kept() && kept() !== '') store.set({ draft: kept() });
  };
  if (store.value.draft === '') restore();
  store.subscribe(() => {
    const { draft, conversation, picked } = store.value;
    const now = conversation?.id ?? '';
    if (now !== shown) {
      // What was begun before there was a conversation goes with the first one.
      const isMoving = shown === '' && draft !== '' && picked === null;
      if (isMoving) keeping.setDrafts(withText(keptTexts(keeping.drafts), '', ''));
      shown = now;
      if (!isMoving) return kept() === '' ? store.set({ draft: '' }) : restore();
    }
    if (draft !== kept()) keeping.setDrafts(withText(keptTexts(keeping.drafts), shown, draft));
  });
};
