import { refuse } from '@shopbell/protocol';

/**
 * What a shop may put beside the answer to a preview: its own name for what it would do, the same for as long as it would
 * do just that. A write that names it is refused (`conflict`) when the shop would do something else by now.
 */
export type Versioned = { version?: string | undefined };

const versionMaxChars = 200;

/** An answer, and the version beside it. Refuses a version that is none. */
export const splitVersion = <T extends object>(
  answer: T & Versioned,
): { result: T; version: string | undefined } => {
  const { version, ...result } = answer;
  const isVersion =
    version === undefined ||
    (typeof version === 'string' && version.length > 0 && version.length <= versionMaxChars);
  if (!isVersion) throw refuse('unavailable', 'The shop’s answer has a version that is none.');
  return { result: result as unknown as T, version };
};
