import { wordsOf } from '@shopbell/look';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginSpeech, learnLanguage, learnParts } from './speech.ts';

const asked: string[] = [];
const answer = vi.fn<(path: string) => Response>();
beforeEach(() => {
  asked.length = 0;
  answer.mockImplementation((path) => Response.json({ of: path.split('/').at(-1) ?? '' }));
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return answer(path);
  });
  beginSpeech({ locale: 'nl', version: 'A1B2C3D4', words: { of: 'the document' } });
});
afterEach(() => vi.unstubAllGlobals());

const said = (part: string, locale: string) => wordsOf<{ of: string }>(part, locale).of;

test('words come with the document, those of a late part with it, in the same language, once', async () => {
  expect(said('panel', 'nl-BE')).toBe('the document');
  await learnParts(['story']);
  await learnParts(['story']);
  expect(asked).toEqual(['/widget/words/story-nl-A1B2C3D4.json']);
  expect(said('story', 'nl')).toBe('story-nl-A1B2C3D4.json');
});

test('another language is fetched for every part there is, and again where that failed', async () => {
  await learnParts(['cards']);
  answer.mockImplementation((path) =>
    path.includes('cards') ? new Response(null, { status: 503 }) : Response.json({ of: path }),
  );
  await expect(learnLanguage('pl-PL')).rejects.toThrow('cards');
  answer.mockImplementation((path) => Response.json({ of: path }));
  asked.length = 0;
  expect(await learnLanguage('pl-PL')).toBe(true);
  expect(asked).toEqual(['/widget/words/cards-pl-A1B2C3D4.json']);
  // What comes from now on comes in Polish.
  await learnParts(['rating']);
  expect(asked.at(-1)).toBe('/widget/words/rating-pl-A1B2C3D4.json');
});

test('a language there are no words for is not asked for', async () => {
  expect(await learnLanguage('sv')).toBe(false);
  expect(await learnLanguage('')).toBe(false);
  expect(asked).toEqual([]);
});
