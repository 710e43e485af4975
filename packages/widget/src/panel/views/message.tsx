import { formatDateTime, formatTime } from '@shopbell/look';
import type { Card, FormCard, Part, StoredFile } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import { standingWords } from '../state-words.ts';
import { chosenOn, type MessageItem } from '../timeline.ts';
import { Text } from './text.tsx';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

/** `place`: the message’s. */
type PartProps = ViewProps & { part: Part; isOwn: boolean; place: number };

const CardPart = ({ card, isOwn, state, words, chat }: PartProps & { card: Card }): JSX.Element => {
  const late = useLate('cards');
  if (!late) return <Waiting late={late} words={words} />;
  const chosen = card.kind === 'choices' ? chosenOn(card.id, state) : undefined;
  const choose = ({ card: id, value, label }: { card: string; value: string; label: string }): void =>
    chat.send(label, { card: id, value });
  return (
    <late.CardView card={card} locale={state.locale} onChoose={isOwn ? undefined : choose} chosen={chosen} />
  );
};

const FilePart = ({ file, ...props }: ViewProps & { file: StoredFile }): JSX.Element => {
  const late = useLate('files');
  return late ? <late.FileView file={file} {...props} /> : <p class="text">{file.name}</p>;
};

const FormPart = ({ card, place, ...props }: PartProps & { card: FormCard }): JSX.Element => {
  const late = useLate('offers');
  if (!late) return <Waiting late={late} words={props.words} />;
  return <late.FormCardView card={card} seq={place} {...props} />;
};

const PartView = (props: PartProps): JSX.Element => {
  const { part, words } = props;
  switch (part.kind) {
    case 'text':
      return <Text text={part.text} words={words} />;
    case 'file':
      return <FilePart file={part.file} {...props} />;
    case 'card':
      if (part.card.kind === 'form' && !props.isOwn) return <FormPart card={part.card} {...props} />;
      return <CardPart card={part.card} {...props} />;
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
          <PartView key={index} part={part} isOwn={item.isOwn} place={Number(item.key)} {...props} />
        ) : (
          <div key={index} class="bubble">
            <PartView part={part} isOwn={item.isOwn} place={Number(item.key)} {...props} />
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
