import type { Conversation } from '@shopbell/protocol';
import type { Texts } from '../text/en.ts';

/** What to call a shopper: by name, or as a visitor told apart by the end of their id. */
export const shopperName = (
  { id, name }: Pick<Conversation['shopper'], 'id' | 'name'>,
  text: Texts,
): string => (name.trim() === '' ? text.shopper.visitor(id.slice(-4)) : name);
