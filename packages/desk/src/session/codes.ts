/** The one-time code in a sign-in link, in its fragment, or bare; `null` when there is none. */
export const codeIn = (pasted: string): string | null =>
  /(?:^|code=)(sbc_[A-Za-z0-9_-]{16,100})\s*$/.exec(pasted.trim())?.[1] ?? null;
