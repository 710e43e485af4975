import { CardView, formatDateTime, formatTime, Prose } from '@shopbell/look';
import type { Author, Entry, Part } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { FileView } from '../files/file-view.tsx';
import type { Texts } from '../text/en.ts';

/** When something was stored: the time of day, the full date on demand. */
export const When = ({ at }: { at: number }): JSX.Element => {
  const { locale } = useDesk();
  return (
    <time class="when" dateTime={new Date(at).toISOString()} title={formatDateTime(at, locale)}>
      {formatTime(at, locale)}
    </time>
  );
};

/** A part of a message, as it is drawn. */
export const PartView = ({ part }: { part: Part }): JSX.Element => {
  const { locale, text } = useDesk();
  switch (part.kind) {
    case 'text':
      return (
        <div class="bubble">
          <Prose text={part.text} words={text.thread} />
        </div>
      );
    case 'file':
      return <FileView file={part.file} />;
    case 'card':
      return <CardView card={part.card} locale={locale} />;
    default:
      return part satisfies never;
  }
};

/** What to call an author. */
export const authorName = ({ kind, id, name }: Author, text: Texts): string => {
  if (kind === 'system') return text.roles.system;
  return kind === 'shopper' && name.trim() === '' ? text.shopper.visitor(id.slice(-4)) : name;
};

type MessageProps = { entry: Entry<'message'>; isFirstOfGroup: boolean; isSeen: boolean };

/** A message, on the side of who wrote it: the shopper's on the left, the shop's on the right. */
export const MessageView = ({ entry, isFirstOfGroup, isSeen }: MessageProps): JSX.Element => {
  const { text, agent } = useDesk();
  const isShopper = entry.by.kind === 'shopper';
  const name = entry.by.id === agent.me.id ? text.inbox.you : authorName(entry.by, text);
  return (
    <article class={isShopper ? 'message message-theirs' : 'message message-ours'}>
      <header class={isFirstOfGroup ? 'message-head' : 'message-head sb-hidden'}>
        <bdi class="message-name">{name}</bdi>
        {entry.by.kind === 'bot' ? <span class="tag">{text.roles.bot}</span> : null}
        <When at={entry.at} />
      </header>
      {entry.data.parts.map((part, index) => (
        <PartView key={index} part={part} />
      ))}
      {isSeen ? <p class="seen">{text.thread.seen}</p> : null}
    </article>
  );
};

/** A note, unlike any message: only staff see it, and it looks so. */
export const NoteView = ({ entry }: { entry: Entry<'note'> }): JSX.Element => {
  const { text } = useDesk();
  return (
    <article class="note">
      <header class="message-head">
        <strong>{text.thread.note}</strong>
        <bdi>{entry.by.name}</bdi>
        <span class="muted">{text.thread.noteFor}</span>
        <When at={entry.at} />
      </header>
      <Prose text={entry.data.text} words={text.thread} />
      {entry.data.files?.map((file) => (
        <FileView key={file.id} file={file} />
      ))}
    </article>
  );
};
