import { nanoid } from 'nanoid';

/** A nonce that was never used. It begins with the time, so that the relay’s index of them grows at its end. */
export const newNonce = (): string => `${Date.now().toString(36)}${nanoid(13)}`;
