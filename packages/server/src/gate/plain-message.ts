import { sizes } from '@shopbell/protocol/limits';

/** `message:send` with a conversation, a nonce and one part of text: what nearly every packet is. */
export type PlainMessage = {
  conversation: string;
  nonce: string;
  parts: [{ kind: 'text'; text: string }];
};

const conversationPattern = /^cnv_[A-Za-z0-9_-]{8,40}$/;
const noncePattern = /^[A-Za-z0-9_-]{8,64}$/;

const keyCount = (value: object): number => Object.keys(value).length;

const isText = (text: unknown): boolean =>
  typeof text === 'string' &&
  text.length <= sizes.textMaxChars &&
  text.trim() !== '' &&
  text.isWellFormed() &&
  !text.includes('\u0000');

const isTextPart = (part: Partial<PlainMessage['parts'][0]> | null): boolean =>
  typeof part === 'object' &&
  part !== null &&
  part.kind === 'text' &&
  isText(part.text) &&
  keyCount(part) === 2;

/**
 * Whether an input is a plain message, checked by hand because a profile says that the general schema is the dearest part
 * of the gate. Yes means that the schemas of both sides take it as it is; no means that they are to be asked.
 */
export const isPlainMessage = (input: unknown): input is PlainMessage => {
  if (typeof input !== 'object' || input === null) return false;
  const { conversation, nonce, parts } = input as Partial<PlainMessage>;
  return (
    typeof conversation === 'string' &&
    typeof nonce === 'string' &&
    Array.isArray(parts) &&
    parts.length === 1 &&
    keyCount(input) === 3 &&
    noncePattern.test(nonce) &&
    conversationPattern.test(conversation) &&
    isTextPart(parts[0])
  );
};
