import { FrequentCardView, formatDateTime, formatTime, type RareCard } from '@shopbell/look';
import type { Part } from '@shopbell/protocol';
import { cardToText } from '@shopbell/protocol/plain-text';
import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import { standingWords } from '../state-words.ts';
import { chosenOn, type MessageItem } from '../timeline.ts';
import { LinkedText } from './linked-text.tsx';
import type { ViewProps } from './view-props.ts';

/** A card of the later part; in words until that is there. */
const LateCard = ({ card, locale }: { card: RareCard; locale: string }): JSX.Element => {
  const late = useLate();
  return late ? (
    <late.CardView card={card} locale={locale} />
  ) : (
    <p class="sb-card text">{cardToText(card, locale)}</p>
  );
};

type PartProps = ViewProps & { part: Part; isOwn: boolean };

const PartView = ({ part, isOwn, state, words, chat }: PartProps): JSX.Element => {
  switch (part.kind) {
    case 'text':
      return <LinkedText text={part.text} words={words} />;
    case 'file':
      return <p class="text">{part.file.name}</p>;
    case 'card': {
      const { card } = part;
      const chosen = card.kind === 'choices' ? chosenOn(card.id, state) : undefined;
      const choose = ({ card: id, value, label }: { card: string; value: string; label: string }): void =>
        chat.send(label, { card: id, value });
      return (
        <FrequentCardView
          card={card}
          locale={state.locale}
          onChoose={isOwn ? undefined : choose}
          chosen={chosen}
          rare={(other) => <LateCard card={other} locale={state.locale} />}
        />
      );
    }
    default:
      part satisfies never;
      return <p class="text">{words.unknown}</p>;
  }
};

const Refused = ({ nonce, words, chat }: ViewProps & { nonce: string }): JSX.Element => (
  <span class="refused">
    <button type="button" class="small" onClick={() => chat.retry(nonce)}>
      {words.retry}
    </button>
    <button type="button" class="small" onClick={() => chat.remove(nonce)}>
      {words.remove}
    </button>
  </span>
);

/** One message: who, what, when, and for the shopper’s own how it stands. */
export const Message = ({ item, ...props }: ViewProps & { item: MessageItem }): JSX.Element => {
  const { state, words } = props;
  const { standing } = item;
  const isUnsent = standing !== null && !/^s(ent|een)$/.test(standing.name);
  return (
    <li class={`message${item.isOwn ? ' own' : ''}${item.isLast ? ' last' : ''}${isUnsent ? ' unsent' : ''}`}>
      {item.name === null ? null : (
        <span class={item.isOwn ? 'sb-hidden' : 'name'} dir="auto">
          {item.name}
        </span>
      )}
      {item.parts.map((part, index) =>
        part.kind === 'card' ? (
          <PartView key={index} part={part} isOwn={item.isOwn} {...props} />
        ) : (
          <div key={index} class="bubble">
            <PartView part={part} isOwn={item.isOwn} {...props} />
          </div>
        ),
      )}
      {item.isLast || standing ? (
        <span class="under">
          <time dateTime={new Date(item.at).toISOString()} title={formatDateTime(item.at, state.locale)}>
            {formatTime(item.at, state.locale)}
          </time>
          {standing ? (
            <span class={`standing ${standing.name}`}>{standingWords(standing, state, words)}</span>
          ) : null}
        </span>
      ) : null}
      {standing?.name === 'refused' ? <Refused nonce={item.key} {...props} /> : null}
    </li>
  );
};
