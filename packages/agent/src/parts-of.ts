import type { SentPart, StoredFile } from '@shopbell/protocol';
import type { Reply } from './reply-types.ts';

const idOf = ({ id }: Pick<StoredFile, 'id'>): { id: StoredFile['id'] } => ({ id });

/** What one says as the parts of a message. */
export const partsOf = (content: Reply): SentPart[] => {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if ('card' in content) return [{ kind: 'card', card: content.card }];
  // What was read from an entry may be sent again: a file is named by its id alone.
  if ('parts' in content)
    return content.parts.map((part) => (part.kind === 'file' ? { ...part, file: idOf(part.file) } : part));
  const { text } = content;
  const named = ('files' in content ? content.files : []).map((file): SentPart => ({
    kind: 'file',
    file: idOf(file),
  }));
  return text === undefined ? named : [{ kind: 'text', text }, ...named];
};
