import type { ShopbellError } from '@shopbell/protocol';
import { useEffect, useState } from 'preact/hooks';

const againMs = 3_000;
/** While somebody types, nothing is asked. */
const pauseMs = 200;

/** What was asked for, as far as it is known. `gone`: there is no such thing. */
export type Answered<T> = { answer: T | undefined; standing: 'asking' | 'failing' | 'here' | 'gone' };

/**
 * Asks once `key` has stood for a moment, and until there is an answer: where that fails, every few seconds. While it asks
 * anew, what it knew before stays.
 */
export const useAnswer = <T>(ask: () => Promise<T> | undefined, key: string): Answered<T> => {
  const [known, setKnown] = useState<Answered<T>>({ answer: undefined, standing: 'asking' });
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (standing: Answered<T>['standing'], answer?: T): void => {
      if (!isOver) setKnown((before) => ({ standing, answer: answer ?? before.answer }));
    };
    const attempt = async (): Promise<void> => {
      try {
        const answer = await ask();
        if (answer !== undefined) return tell('here', answer);
      } catch (error) {
        if ((error as Partial<ShopbellError>).code === 'not_found') return tell('gone');
        tell('failing');
      }
      if (!isOver) timer = setTimeout(() => void attempt(), againMs);
    };
    tell('asking');
    timer = setTimeout(() => void attempt(), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return known;
};
