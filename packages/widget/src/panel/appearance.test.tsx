import { afterEach, expect, test, vi } from 'vitest';
import '../../test/words.ts';
import { createSpeaker, showLanguage, showTheme } from './appearance.ts';

const root = document.documentElement;
const token = (name: string): string => root.style.getPropertyValue(`--sb-${name}`);
afterEach(() => showTheme({}));

test('a shop’s wishes are tokens, and what it no longer says is the default again', () => {
  showTheme({ theme: 'dark', accent: '#ffee00', radius: '4px', font: 'Georgia', spacing: 'roomy' });
  expect(root.dataset['theme']).toBe('dark');
  expect(['radius', 'unit', 'font'].map(token)).toEqual(['4px', '5px', 'Georgia, system-ui, sans-serif']);
  // Yellow reads on paper only once it is darkened.
  expect(token('accent')).toMatch(/^light-dark\(#(?!ffee00)/);
  showTheme({ spacing: 'normal', radius: '0px' });
  expect(root.dataset['theme']).toBeUndefined();
  expect(['radius', 'unit', 'font', 'accent', 'on-accent'].map(token)).toEqual(['0px', '', '', '', '']);
});

test('the document says in which language it is and which way it reads; what is asked for last counts', async () => {
  showLanguage('ar-EG');
  expect([root.lang, root.dir]).toEqual(['ar-EG', 'rtl']);
  const spoken = vi.fn<(locale: string) => void>();
  const speak = createSpeaker(spoken);
  speak('he');
  speak('de-AT');
  speak('tlh');
  speak('pl');
  await vi.waitFor(() => expect(spoken).toHaveBeenCalled());
  expect(spoken.mock.calls).toEqual([['pl']]);
  expect([root.lang, root.dir]).toEqual(['pl', 'ltr']);
});
