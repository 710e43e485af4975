import { formatDay } from '@shopbell/look';
import type { Entry, UnknownEntry } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import type { Texts } from '../text/en.ts';
import { authorName, When } from './message.tsx';
import type { LineType } from './timeline.ts';

/** The words, and how a day is said in them. */
type Wording = { text: Texts; day: (at: number) => string };

/** How far the shopper is with proving their mail address. */
const identitySentence = ({ by, data }: Entry<'identity'>, text: Texts): string => {
  const address = data.address ?? '';
  switch (data.step) {
    case 'asked':
      return text.identity.asked(authorName(by, text));
    case 'sent':
      return text.identity.sent(address);
    case 'proved':
      return text.identity.proved(address);
    case 'failed':
      return data.why === 'tries' ? text.identity.wrong : text.identity.unsent;
    default:
      return data.step satisfies never;
  }
};

/** What somebody has to see to, or has seen to. */
const followupSentence = ({ by, data }: Entry<'followup'>, { text, day }: Wording): string => {
  const { followup } = text;
  if (data.state === 'done') return followup.done(authorName(by, text), data.note ?? data.text);
  const due = day(data.dueAt);
  return data.owner ? followup.owned(data.text, data.owner.name, due) : followup.open(data.text, due);
};

/** What happened to the conversation, in a sentence. */
export const sentence = (entry: Entry<LineType>, wording: Wording): string => {
  const { text, day } = wording;
  const by = authorName(entry.by, text);
  if (entry.type === 'followup') return followupSentence(entry, wording);
  if (entry.type === 'identity') return identitySentence(entry, text);
  if (entry.type === 'erased') return text.thread.erased(day(entry.data.at));
  if (entry.type === 'assignment') {
    const { to } = entry.data;
    if (!to) return text.thread.unassigned(by);
    return to.id === entry.by.id ? text.thread.took(to.name) : text.thread.assigned(by, to.name);
  }
  switch (entry.data.status) {
    case 'queued':
      return text.thread.status.queued;
    case 'open':
      return text.thread.status.open;
    case 'closed':
      return text.thread.status.closed(by);
    case 'reopened':
      return text.thread.status.reopened(by);
    default:
      return entry.data.status satisfies never;
  }
};

/** A status, an assignment, a step of proving an address, a follow-up, what was erased: one quiet line. */
export const LineView = ({ entry }: { entry: Entry<LineType> }): JSX.Element => {
  const { text, locale, now } = useDesk();
  const day = (at: number): string => formatDay(at, locale, now.get());
  return (
    <p class="line">
      <bdi>{sentence(entry, { text, day })}</bdi> <When at={entry.at} />
    </p>
  );
};

/** The day that begins here. */
export const DayView = ({ at }: { at: number }): JSX.Element => {
  const { locale, now } = useDesk();
  return (
    <h3 class="day">
      <span>{formatDay(at, locale, now.get())}</span>
    </h3>
  );
};

/** What came of the conversation. */
export const OutcomeView = ({ entry }: { entry: Entry<'outcome'> }): JSX.Element => {
  const { text } = useDesk();
  const { reason, resolution, note } = entry.data;
  return (
    <article class="note outcome">
      <header class="message-head">
        <strong>{text.thread.outcome}</strong>
        <span class="tag">{text.manage.resolutions[resolution]}</span>
        <bdi>{entry.by.name}</bdi>
        <When at={entry.at} />
      </header>
      <p dir="auto">{reason}</p>
      {note ? (
        <p class="muted words" dir="auto">
          {note}
        </p>
      ) : null}
    </article>
  );
};

/** An entry from a newer relay: said to be there, never guessed at. */
export const UnknownView = ({ entry }: { entry: UnknownEntry }): JSX.Element => {
  const { text } = useDesk();
  return (
    <p class="line">
      {text.thread.unknown(entry.wireType)} <When at={entry.at} />
    </p>
  );
};
