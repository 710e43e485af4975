import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { languages } from '@shopbell/look';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptTables } from '../../test/tables.ts';
import '../../test/words.ts';
import { EmojiButton } from '../net/emoji-button.tsx';
import { recentEmojis } from '../net/recent-emojis.ts';
import type { Chat } from '../panel/chat.ts';
import { createKeeping } from '../panel/keeping.ts';
import { emptyPanel } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { wordsFor } from '../panel/words.ts';
import { emojis, emojisIn, kinds } from './emojis.ts';
import { emojiWordsFor } from './emoji-words.ts';
import { findEmojis } from './find-emojis.ts';
import { moveIn, type Cell, type Move } from './move-in.ts';
import { Picker } from './picker.tsx';

// jsdom lays nothing out.
beforeEach(() => {
  Element.prototype.scrollTo = () => {};
  Element.prototype.scrollIntoView = () => {};
});
afterEach(() => {
  cleanup();
  document.dir = '';
});

const all = kinds.flatMap((kind) => emojisIn(emojis[kind]));

describe('the choice of emojis', () => {
  test('has a few hundred, each one sign, none twice in a kind', () => {
    expect(all.length).toBeGreaterThan(300);
    const letters = new Intl.Segmenter();
    expect(all.filter((each) => [...letters.segment(each)].length !== 1)).toEqual([]);
    expect(all.filter((each) => !/^\p{Emoji}/u.test(each))).toEqual([]);
    for (const kind of kinds) {
      const own = emojisIn(emojis[kind]);
      expect(own.filter((each, index) => own.indexOf(each) !== index)).toEqual([]);
    }
  });

  test('has none without words, in any language, and no words without an emoji', () => {
    const used = new Set(kinds.flatMap((kind) => emojis[kind].map(([term]) => term as string)));
    for (const { part, language, table } of keptTables()) {
      if (part !== 'emoji') continue;
      expect([language, Object.keys(table['terms'] ?? {}).toSorted()]).toEqual([
        language,
        [...used].toSorted(),
      ]);
    }
  });
});

describe('emojis', () => {
  test.each([
    ['en', 'parc', '📦'],
    ['de', 'Päckchen', '📦'],
    ['de', 'packchen', '📦'],
    ['fr', 'COLIS', '📦'],
    ['es', 'corazon', '❤️'],
    ['pl', 'zolty', '🟡'],
    ['ar', 'طرد', '📦'],
    ['he', 'לב', '❤️'],
    ['ja', '荷物', '📦'],
    ['ja', 'がと', '🙏'],
    ['zh', '裹', '📦'],
    ['en', 'birthday ca', '🎂'],
  ])('are found in %s by “%s”: %s', (language, query, emoji) => {
    expect(findEmojis(query, emojiWordsFor(language))).toContain(emoji);
  });

  test('are found in every language by each of its words', () => {
    for (const language of languages) {
      const words = emojiWordsFor(language);
      for (const line of Object.values(words.terms))
        for (const word of line.split(' ')) expect(findEmojis(word, words), word).not.toEqual([]);
    }
  });

  test('are not found by what is in the middle of a word, by other words besides, or by nothing', () => {
    const words = emojiWordsFor('en');
    expect(findEmojis('arcel', words)).toEqual([]);
    expect(findEmojis('parcel sunshade', words)).toEqual([]);
    expect(findEmojis(' ', words)).toBeNull();
  });
});

describe('a key in the grid', () => {
  // Two and a half rows, one row, one cell.
  const sizes = [17, 7, 1];
  test.each<[from: Cell, move: Move, to: Cell | null]>([
    [{ group: 0, index: 6 }, 'on', { group: 0, index: 7 }],
    [{ group: 0, index: 16 }, 'on', { group: 1, index: 0 }],
    [{ group: 2, index: 0 }, 'on', { group: 2, index: 0 }],
    [{ group: 1, index: 0 }, 'back', { group: 0, index: 16 }],
    [{ group: 0, index: 0 }, 'back', { group: 0, index: 0 }],
    [{ group: 0, index: 2 }, 'down', { group: 0, index: 9 }],
    [{ group: 0, index: 12 }, 'down', { group: 0, index: 16 }],
    [{ group: 0, index: 16 }, 'down', { group: 1, index: 2 }],
    [{ group: 1, index: 5 }, 'down', { group: 2, index: 0 }],
    [{ group: 2, index: 0 }, 'down', { group: 2, index: 0 }],
    [{ group: 1, index: 1 }, 'up', { group: 0, index: 15 }],
    [{ group: 1, index: 5 }, 'up', { group: 0, index: 16 }],
    [{ group: 0, index: 3 }, 'up', null],
    [{ group: 0, index: 10 }, 'rowStart', { group: 0, index: 7 }],
    [{ group: 0, index: 15 }, 'rowEnd', { group: 0, index: 16 }],
    [{ group: 1, index: 3 }, 'first', { group: 0, index: 0 }],
    [{ group: 0, index: 3 }, 'last', { group: 2, index: 0 }],
    [{ group: 0, index: 3 }, 'group', { group: 1, index: 0 }],
    [{ group: 1, index: 3 }, 'groupBack', { group: 1, index: 0 }],
    [{ group: 1, index: 0 }, 'groupBack', { group: 0, index: 0 }],
  ])('leads from %o %s to %o', (from, move, to) => {
    expect(moveIn(sizes, from, move)).toEqual(to);
  });
});

const showPicker = (given: Partial<Parameters<typeof Picker>[0]> = {}) => {
  const choose = vi.fn<(emoji: string, isLast: boolean) => void>();
  const close = vi.fn<() => void>();
  const props = { locale: 'en', label: 'Emojis', isPhone: false, recent: [], choose, close, ...given };
  render(<Picker {...props} />);
  return { choose, close };
};
const focused = (): string => document.activeElement?.textContent ?? '';
const press = (key: string, more = {}): void => {
  const target = document.activeElement as HTMLElement;
  // A browser makes a click of Enter on a button.
  if (fireEvent.keyDown(target, { key, ...more }) && key === 'Enter')
    fireEvent.click(target, { detail: 0, ...more });
};

describe('the picker', () => {
  test('begins in its search on a desk, on what was used last on a phone', () => {
    showPicker();
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search emojis' }));
    cleanup();
    showPicker({ isPhone: true, recent: ['📦', '🙏'] });
    expect(focused()).toBe('📦');
    screen.getByRole('grid', { name: 'Used last' });
  });

  test('is one place for Tab, and arrows lead through it and back to the search', () => {
    const { choose } = showPicker();
    press('ArrowDown');
    expect(focused()).toBe('😀');
    press('ArrowRight');
    expect(focused()).toBe('😃');
    const cells = screen.getAllByRole('gridcell').map((cell) => within(cell).getByRole('button'));
    expect(cells.filter((button) => button.tabIndex === 0)).toEqual([document.activeElement]);
    press('Enter');
    expect(choose).toHaveBeenLastCalledWith('😃', true);
    press('Enter', { shiftKey: true });
    expect(choose).toHaveBeenLastCalledWith('😃', false);
    press('ArrowUp');
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });

  test('is led through the other way round where one reads from right to left', () => {
    document.dir = 'rtl';
    showPicker({ locale: 'ar', isPhone: true });
    press('ArrowLeft');
    expect(focused()).toBe('😃');
    press('ArrowRight');
    expect(focused()).toBe('😀');
  });

  test('says how many were found, and takes the first by Enter; nothing where nothing was looked for', () => {
    const { choose } = showPicker();
    const field = screen.getByRole('searchbox');
    press('Enter');
    expect(choose).not.toHaveBeenCalled();
    field.focus();
    fireEvent.input(field, { target: { value: 'parcel' } });
    expect(screen.getByRole('status').textContent).toBe('Found: 3');
    press('Enter');
    expect(choose).toHaveBeenCalledWith('📦', true);
    fireEvent.input(field, { target: { value: 'zzz' } });
    expect(screen.getByRole('status').textContent).toBe('Nothing was found. Try another word.');
    expect(screen.queryByRole('grid')).toBeNull();
  });

  test('leads to a kind, out of what was found, too', () => {
    showPicker();
    fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'parcel' } });
    fireEvent.click(screen.getByRole('button', { name: 'Food and drink' }));
    expect(focused()).toBe('☕');
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('');
  });

  test('closes by Escape, which first empties the search', () => {
    const { close } = showPicker();
    const field = screen.getByRole('searchbox');
    fireEvent.input(field, { target: { value: 'parcel' } });
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(close).not.toHaveBeenCalled();
    fireEvent.input(field, { target: { value: '' } });
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(close).toHaveBeenCalled();
  });
});

const kept = () => createKeeping('kettles', localStorage, () => Promise.reject(new Error('no box')));
const Composing = ({ chat }: { chat: Chat }) => {
  const [state, setState] = useState(chat.store.value);
  chat.store.subscribe(() => setState(chat.store.value));
  return (
    <div class="field">
      <textarea aria-label="Message" value={state.draft} />
      <EmojiButton state={state} words={wordsFor('en')} chat={chat} />
    </div>
  );
};
const showComposing = (draft: string) => {
  const store = createStore({ ...emptyPanel('Kettles'), isOpen: true, draft });
  const keeping = kept();
  const chat = { store, keeping, type: (text: string) => store.set({ draft: text }) } as unknown as Chat;
  render(<Composing chat={chat} />);
  return { store, keeping, field: screen.getByLabelText<HTMLTextAreaElement>('Message') };
};

describe('what is chosen', () => {
  test('comes where the caret is, in the place of what is marked, and the writing goes on behind it', async () => {
    const { store, field, keeping } = showComposing('Thanks a lot');
    field.setSelectionRange(6, 8);
    fireEvent.click(screen.getByRole('button', { name: 'Emojis' }));
    const search = await screen.findByRole('searchbox');
    fireEvent.input(search, { target: { value: 'thanks' } });
    fireEvent.keyDown(search, { key: 'Enter' });
    expect(store.value.draft).toBe('Thanks🙏 lot');
    expect([document.activeElement, field.selectionStart]).toEqual([field, 8]);
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(recentEmojis(keeping)).toEqual(['🙏']);
  });

  test('by a finger leaves the emojis open for more; those used last come first the next time', async () => {
    const { store, keeping } = showComposing('');
    fireEvent.click(screen.getByRole('button', { name: 'Emojis' }));
    for (const name of ['📦', '🙏', '📦'])
      fireEvent.click(await screen.findByRole('button', { name }), { detail: 1 });
    expect(store.value.draft).toBe('📦🙏📦');
    expect(recentEmojis(keeping)).toEqual(['📦', '🙏']);
    fireEvent.pointerDown(document.body);
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  test('is remembered as unsent texts are: once the shopper has written, and not without consent', () => {
    const { keeping } = showComposing('');
    keeping.setDrafts(JSON.stringify({ emojis: '📦', cnv_a: 'Half a' }));
    expect(localStorage.length).toBe(0);
    keeping.begin();
    expect(recentEmojis(kept())).toEqual(['📦']);
    keeping.allow(false);
    expect(localStorage.length).toBe(0);
  });
});
