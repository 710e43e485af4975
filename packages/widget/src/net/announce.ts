import { fill } from '@shopbell/look';
import type { AnyEntry, Part } from '@shopbell/protocol';
import { isIncoming, type PanelState } from '../panel/panel-state.ts';
import type { Store } from '../panel/store.ts';
import { wordsFor, type Words } from '../panel/words.ts';

/** The part that draws a text’s formatting: it has the parser, and is fetched where there may be some. */
type Said = { withoutMarks: (text: string) => string };

const spoken = (part: Part): string => {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'file') return part.file.name;
  return part.card.kind === 'choices' ? part.card.prompt : '';
};

/** What is to be said of an entry: a message’s words, or that there is something to look at; `null`: nothing. */
const announcementOf = (entry: AnyEntry, words: Words, plain: Said['withoutMarks']): string | null => {
  if (entry.type === 'identity') return words.proveAsked;
  if (entry.type === 'action') {
    const { plan } = entry.data;
    return plan?.confirm ? fill(words.asks, plan.summary) : null;
  }
  if (entry.type !== 'message') return null;
  const { by, data } = entry;
  const texts = data.parts.map(spoken).filter((text) => text !== '');
  return texts.length > 0 ? `${by.name}: ${texts.map(plain).join('\n')}` : fill(words.sentCard, by.name);
};

/** Tells a screen reader of what has just come in, without the marks of its formatting. */
export const announce = (store: Store<PanelState>, entry: AnyEntry, fetchSaid: () => Promise<Said>): void => {
  if (!isIncoming(entry)) return;
  const words = wordsFor(store.value.locale);
  const announcement = announcementOf(entry, words, (text) => text);
  if (announcement === null) return;
  if (!/[*_`:[\n]/.test(announcement.slice(entry.by.name.length + 1))) return store.set({ announcement });
  const tell = async (): Promise<void> => {
    const { withoutMarks } = await fetchSaid();
    // What has come meanwhile is not overtaken.
    if (store.value.entries.findLast(isIncoming) === entry)
      store.set({ announcement: announcementOf(entry, words, withoutMarks) ?? '' });
  };
  void tell();
};
