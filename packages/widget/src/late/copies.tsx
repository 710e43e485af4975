import { fill } from '@shopbell/look';
import type { ConversationId, ShopbellError } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { offersWordsFor, type OffersWords } from './offers-words.ts';

const pieceMs = 15_000;
const timeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

type Wanted = { conversation: ConversationId; locale: string };

type Piece = { piece: string; next: number | null };

const fetchPiece = async ({ presence }: Chat, wanted: Wanted, after: number): Promise<Piece> => {
  const input = { ...wanted, timeZone: timeZone(), format: 'html' as const, after };
  const answer = await presence.session?.connection.call('transcript:get', input, { timeoutMs: pieceMs });
  return answer ?? { piece: '', next: null };
};

/** All pieces of a transcript, one after the other. */
const fetchCopy = async (chat: Chat, wanted: Wanted): Promise<string[]> => {
  const pieces: string[] = [];
  for (let after: number | null = 0; after !== null;) {
    const { piece, next }: Piece = await fetchPiece(chat, wanted, after);
    pieces.push(piece);
    after = next;
  }
  return pieces;
};

const saveAs = (name: string, pieces: string[]): void => {
  const address = URL.createObjectURL(new Blob(pieces, { type: 'text/html' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), pieceMs);
};

const problemOf = (error: unknown, words: OffersWords): string => {
  const { code, details } = error as Partial<ShopbellError>;
  if (details?.needs) return words.copyNeeds;
  return code === 'rate_limited' ? words.copyLimit : words.copyFailed;
};

type CopiesProps = ViewProps & { ways: readonly ('download' | 'mail')[] };

/** A copy of what was said, as a file or by mail. */
export const Copies = ({ state, chat, ways }: CopiesProps): JSX.Element | null => {
  const { locale, conversation, shop } = state;
  const words = offersWordsFor(locale);
  const [told, setTold] = useState('');
  if (!conversation) return null;
  const wanted = { conversation: conversation.id, locale };
  const attempt = async (work: () => Promise<string>): Promise<void> => {
    setTold(words.copyWorking);
    setTold(await work().catch((error: unknown) => problemOf(error, words)));
  };
  const download = async (): Promise<string> => {
    saveAs(`${shop}.html`, await fetchCopy(chat, wanted));
    return words.copySaved;
  };
  const mail = async (): Promise<string> => {
    const input = { ...wanted, timeZone: timeZone() };
    const answer = await chat.presence.session?.connection.call('transcript:mail', input, {
      timeoutMs: pieceMs,
    });
    return fill(words.copySent, answer?.to ?? '');
  };
  return (
    <div class="copies">
      <div class="answers">
        {ways.includes('download') ? (
          <button type="button" class="small" onClick={() => void attempt(download)}>
            {words.copyDownload}
          </button>
        ) : null}
        {ways.includes('mail') ? (
          <button type="button" class="small" onClick={() => void attempt(mail)}>
            {words.copyMail}
          </button>
        ) : null}
      </div>
      <p class="sb-muted" role="status">
        {told}
      </p>
    </div>
  );
};
