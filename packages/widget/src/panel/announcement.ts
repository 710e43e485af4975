import { fill } from '@shopbell/look';
import type { Entry, Part } from '@shopbell/protocol';
import type { Words } from './words.ts';

const spoken = (part: Part): string => {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'file') return part.file.name;
  return part.card.kind === 'choices' ? part.card.prompt : '';
};

/** What a screen reader is to say of a message that came in: its words, or that there is something to look at. */
export const announcementOf = ({ by, data }: Entry<'message'>, words: Words): string => {
  const said = data.parts.map(spoken).filter((text) => text !== '');
  return said.length > 0 ? `${by.name}: ${said.join('\n')}` : fill(words.sentCard, by.name);
};
