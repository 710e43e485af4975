import type { CannedRef } from '@shopbell/agent';

/** What a composer writes: to the shopper, or for staff. */
export type Mode = 'reply' | 'note';
/** Text not yet sent, and the canned response it was made from. */
export type Draft = { mode: Mode; text: string; canned?: CannedRef | undefined };

const place = (conversation: string): string => `shopbell:desk:draft:${conversation}`;

/** Drafts by conversation, kept in the tab's storage; without it, they live as long as the composer. */
export const createDrafts = (storage: Storage) => ({
  read: (conversation: string): Draft => {
    try {
      const kept = JSON.parse(storage.getItem(place(conversation)) ?? '{}') as Partial<Draft>;
      return {
        mode: kept.mode === 'note' ? 'note' : 'reply',
        text: typeof kept.text === 'string' ? kept.text : '',
        ...(kept.canned ? { canned: kept.canned } : {}),
      };
    } catch {
      return { mode: 'reply', text: '' };
    }
  },
  keep: (conversation: string, draft: Draft): void => {
    try {
      if (draft.text === '' && draft.mode === 'reply') storage.removeItem(place(conversation));
      else storage.setItem(place(conversation), JSON.stringify(draft));
    } catch {
      // The storage is full or forbidden: the text stays in the field.
    }
  },
});
export type Drafts = ReturnType<typeof createDrafts>;
