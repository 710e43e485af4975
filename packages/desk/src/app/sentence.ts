/** What an error says, in its own words: those of the relay are sentences. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
