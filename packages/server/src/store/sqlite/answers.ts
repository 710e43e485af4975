import { answerStored, type EncodedAppend } from '../place-entries.ts';
import type { AppendResult } from '../store.ts';
import type { Written } from './append.ts';

/** The answers to a batch of which that was written. */
export const answersTo = (batch: readonly EncodedAppend[], written: readonly Written[]): AppendResult[] =>
  written.flatMap((each, index) => {
    if ('answer' in each) return each.answer;
    const append = batch[index];
    return append ? answerStored(append, each) : [];
  });
