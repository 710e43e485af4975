import { fill, formatNumber } from '@shopbell/look';
import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { buttonAt, EmojiGrid, type Group } from './emoji-grid.tsx';
import { emojis, emojisIn, kinds, type Kind } from './emojis.ts';
import { emojiWordsFor, type EmojiWords } from './emoji-words.ts';
import { findEmojis } from './find-emojis.ts';
import { KindBar } from './kind-bar.tsx';
import type { Cell } from './move-in.ts';

/** What the picker is given: who reads, what was used last, and what is done with a choice. */
export type PickerProps = {
  locale: string;
  label: string;
  /** On phones a field with the focus would bring the keyboard along, over half of it. */
  isPhone: boolean;
  recent: readonly string[];
  /** `isLast`: the shopper is done choosing. */
  choose: (emoji: string, isLast: boolean) => void;
  close: () => void;
};

const allGroups = (recent: readonly string[], { groups }: EmojiWords): Group[] => [
  ...(recent.length > 0 ? [{ id: 'recent', label: groups.recent, emojis: recent }] : []),
  ...kinds.map((kind) => ({ id: kind, label: groups[kind], emojis: emojisIn(emojis[kind]) })),
];

/** The groups to show: those with what is looked for, else all; an empty one never. */
const groupsFor = (found: readonly string[] | null, all: Group[], { groups }: EmojiWords): Group[] => {
  if (found === null) return all;
  return found.length > 0 ? [{ id: 'found', label: groups.found, emojis: found }] : [];
};

const start: Cell = { group: 0, index: 0 };

/** One cell has the place for Tab; another list begins anew. */
const usePlace = (groups: readonly Group[], isPhone: boolean) => {
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(start);
  const wanted = useRef<Kind | null>(null);
  useEffect(() => {
    (isPhone ? buttonAt(list.current, start) : field.current)?.focus({ preventScroll: true });
  }, []);
  const isThere = at.index < (groups[at.group]?.emojis.length ?? 0);
  const toKind = (kind: Kind): void => {
    const group = groups.findIndex(({ id }) => id === kind);
    const button = buttonAt(list.current, { group, index: 0 });
    button?.closest('section')?.scrollIntoView();
    button?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    if (wanted.current) toKind(wanted.current);
    wanted.current = null;
  }, [groups]);
  return { field, list, at: isThere ? at : start, setAt, wanted, toKind };
};

const foundWords = (found: readonly string[], words: EmojiWords, locale: string): string =>
  found.length === 0 ? words.none : fill(words.found, formatNumber(found.length, locale));

type SearchProps = Pick<PickerProps, 'choose' | 'locale'> & {
  field: RefObject<HTMLInputElement | null>;
  query: string;
  found: readonly string[] | null;
  words: EmojiWords;
  ask: (query: string) => void;
  /** Leads into what is shown. */
  down: () => void;
};

const Search = ({ field, query, found, words, locale, ask, choose, down }: SearchProps): JSX.Element => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
    event.preventDefault();
    // Enter takes what was found first: nothing is taken where nothing was looked for.
    if (event.key === 'Enter' && found?.[0]) choose(found[0], !event.shiftKey);
    else down();
  };
  return (
    <>
      <input
        ref={field}
        type="search"
        maxLength={40}
        value={query}
        dir="auto"
        aria-label={words.search}
        placeholder={words.search}
        enterkeyhint="search"
        autoComplete="off"
        onInput={(event) => ask(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p class={found?.length === 0 ? 'line' : 'sb-hidden'} role="status">
        {found === null ? '' : foundWords(found, words, locale)}
      </p>
    </>
  );
};

/** The emojis above the composer: looked for by words, those used last on top. Escape leads back. */
export const Picker = ({ locale, label, isPhone, recent, choose, close }: PickerProps): JSX.Element => {
  const words = emojiWordsFor(locale);
  const [query, setQuery] = useState('');
  // What was used last stays where it is until the picker is opened again.
  const [all] = useState(() => allGroups(recent, words));
  const found = findEmojis(query, words);
  const groups = groupsFor(found, all, words);
  const { field, list, at, setAt, wanted, toKind } = usePlace(groups, isPhone);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The panel beneath would close.
    event.stopPropagation();
    if (event.target === field.current && query !== '') return;
    close();
  };
  const showKind = (kind: Kind): void => {
    if (found === null) return toKind(kind);
    wanted.current = kind;
    setQuery('');
  };
  return (
    <div class="emoji-picker" role="group" aria-label={label} onKeyDown={onKeyDown}>
      <Search
        field={field}
        query={query}
        found={found}
        words={words}
        locale={locale}
        ask={(next) => {
          setQuery(next);
          setAt(start);
        }}
        choose={choose}
        down={() => buttonAt(list.current, start)?.focus()}
      />
      <EmojiGrid
        groups={groups}
        at={at}
        list={list}
        goTo={setAt}
        choose={(emoji, { shiftKey, detail }) => choose(emoji, detail === 0 && !shiftKey)}
        leave={() => field.current?.focus()}
      />
      <KindBar current={groups[at.group]?.id} words={words} show={showKind} />
    </div>
  );
};
