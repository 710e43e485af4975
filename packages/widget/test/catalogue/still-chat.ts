import type { Chat } from '../../src/panel/chat.ts';
import { emptyPanel } from '../../src/panel/panel-state.ts';
import { createStore } from '../../src/panel/store.ts';
import type { Sample } from './sample.ts';

const nothing = (): void => {};

/** The panel without a relay: it stands as the sample says, and hears the sample’s answers. */
export const stillChat = ({ state, drafts, answers = {} }: Sample, locale: string): Chat => {
  const store = createStore({ ...emptyPanel('Kettle & Leaf'), locale, ...state });
  // A question the sample has no answer to stays open.
  const call = async (command: string, input: object): Promise<unknown> =>
    answers[command]?.(input) ?? new Promise(() => {});
  const deeds = { send: nothing, sendParts: nothing, answer: nothing, post: nothing, retry: nothing };
  const rest = { remove: nothing, settle: nothing, look: nothing, close: nothing, call: nothing };
  return {
    ...deeds,
    ...rest,
    store,
    shop: 'demo',
    type: (draft: string) => store.set({ draft }),
    hear: nothing,
    wake: nothing,
    keeping: { token: undefined, setToken: nothing, drafts, setDrafts: nothing, begin: nothing },
    presence: {
      session: { connection: { call } },
      visitor: { claim: {}, page: { url: '', title: '' } },
      holdToken: nothing,
    },
  } as unknown as Chat;
};
