import { own, samplesOf, says, talk, type Sample } from './sample.ts';
import type { Said } from './said.ts';

/** Opens the emojis. */
const button = '.emoji-open';

/** The emojis above the composer. */
export const emojiViews = (said: Said): Sample[] => {
  const state = talk(own(said.ask), says(said.answer));
  return samplesOf('emojis', {
    'some used lately': {
      state,
      drafts: JSON.stringify({ emojis: '📦 🙏 👍' }),
      act: ({ press }) => press(button),
    },
    'nothing found': {
      state,
      act: async ({ press, fill }) => {
        await press(button);
        await fill('.emoji-picker input', 'zzz');
      },
    },
  });
};
