import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '../../test/words.ts';
import { fetchLate, useLate } from './late-part.ts';
import { beginSpeech } from './speech.ts';
import { Waiting } from './views/waiting.tsx';
import { wordsFor } from './words.ts';

const answer = vi.fn<() => Response>();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => answer());
  beginSpeech({ locale: 'eo', version: '1', words: {} });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const View = () => {
  const late = useLate('cards');
  return late ? <p>here: {typeof late.CardView}</p> : <Waiting late={late} words={wordsFor('en')} />;
};

test('a late part says that it comes, that it cannot be had, and is drawn once it is there with its words', async () => {
  answer.mockReturnValue(new Response(null, { status: 503 }));
  render(<View />);
  expect(screen.getByText('One moment …')).toBeTruthy();
  await act(async () => {
    await vi.waitFor(() => expect(answer).toHaveBeenCalled());
    await vi.advanceTimersByTimeAsync(0);
  });
  await vi.waitFor(() => expect(screen.getByText(/We keep trying/)).toBeTruthy());
  answer.mockReturnValue(Response.json({}));
  await act(async () => {
    await vi.advanceTimersByTimeAsync(5_000);
    await fetchLate('cards');
  });
  expect(screen.getByText('here: function')).toBeTruthy();
});
