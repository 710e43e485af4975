import type { SearchMatch } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';

type Piece = { text: string; isFound: boolean };

/** A text in pieces, those that were found apart; ranges that are not in order or beyond the text are left out. */
export const piecesOf = ({ text, ranges }: Pick<SearchMatch, 'text' | 'ranges'>): Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from < at || to <= from || to > text.length) continue;
    pieces.push(
      { text: text.slice(at, from), isFound: false },
      { text: text.slice(from, to), isFound: true },
    );
    at = to;
  }
  pieces.push({ text: text.slice(at), isFound: false });
  return pieces.filter((piece) => piece.text !== '');
};

/** Where what is looked for was found, its words marked. */
export const MatchView = ({ match }: { match: SearchMatch }): JSX.Element => {
  const { text } = useDesk();
  const isStaffs = match.in === 'entry' && match.by.kind !== 'shopper';
  return (
    <span class="row-match">
      {isStaffs ? text.inbox.staff : ''}
      {piecesOf(match).map((piece, index) =>
        piece.isFound ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </span>
  );
};
