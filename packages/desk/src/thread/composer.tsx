import type { Conversation } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import type { Rights } from '../app/rights.ts';
import { shopperName } from '../shopper/name.ts';
import { useStore } from '../app/store.ts';
import { listId, optionId, PickingView } from '../canned/picking-view.tsx';
import { openVariable } from '../canned/slash.ts';
import { usePicking, type Picking } from '../canned/use-picking.ts';
import { AttachButton, AttachedView } from '../files/attached-view.tsx';
import type { Draft, Mode } from './drafts.ts';
import type { Thread } from './thread.ts';

/** How often the shopper's side is told that somebody writes, while they do. */
const typingEveryMs = 3_000;
/** From here on the composer counts what is left. */
const countFrom = 200;

const useTyping = (thread: Thread): ((isTyping: boolean) => void) => {
  const told = useRef<number | null>(null);
  return (isTyping) => {
    const now = Date.now();
    if (!isTyping && told.current === null) return;
    if (isTyping && told.current !== null && now - told.current < typingEveryMs) return;
    told.current = isTyping ? now : null;
    thread.handle.typing(isTyping);
  };
};

/** The text and mode being written, kept per conversation. */
const useDraft = (id: string, allowed: readonly Mode[]) => {
  const { drafts } = useDesk();
  const [draft, setDraft] = useState<Draft>(() => drafts.read(id));
  const mode = allowed.includes(draft.mode) ? draft.mode : (allowed[0] ?? 'note');
  const change = (values: Partial<Draft>): void => {
    const next = { ...draft, mode, ...values };
    setDraft(next);
    drafts.keep(id, next);
  };
  return { draft: { ...draft, mode }, change };
};

const Modes = ({
  mode,
  allowed,
  onMode,
}: {
  mode: Mode;
  allowed: readonly Mode[];
  onMode: (mode: Mode) => void;
}) => {
  const { text } = useDesk();
  return (
    <fieldset class="modes" aria-label={text.composer.modes}>
      {allowed.map((each) => (
        <button
          key={each}
          type="button"
          class="mode"
          aria-pressed={each === mode}
          onClick={() => onMode(each)}
        >
          {text.composer[each]} <KeyHint command={each} />
        </button>
      ))}
    </fieldset>
  );
};

const Left = ({ count }: { count: number }): JSX.Element => {
  const { text } = useDesk();
  if (count > countFrom)
    return (
      <span class="muted composer-hint">
        {text.composer.hint} · {text.canned.hint}
      </span>
    );
  const said = count < 0 ? text.composer.tooLong(-count) : text.composer.left(count);
  return <span class={count < 0 ? 'problem' : 'muted'}>{said}</span>;
};

type WriterProps = {
  draft: Draft;
  picking: Picking;
  shopper: string;
  onText: (text: string) => void;
  onSend: () => void;
  onFiles: (list: FileList | null | undefined) => boolean;
};

const Writer = ({ draft, picking, shopper, onText, onSend, onFiles }: WriterProps): JSX.Element => {
  const { text } = useDesk();
  const isNote = draft.mode === 'note';
  return (
    <textarea
      id="composer"
      class="composer-text"
      rows={2}
      dir="auto"
      aria-label={isNote ? text.composer.note : text.composer.label}
      placeholder={isNote ? text.composer.notePlaceholder : text.composer.replyTo(shopper)}
      value={draft.text}
      aria-autocomplete="list"
      aria-controls={picking.found.length > 0 ? listId : undefined}
      aria-activedescendant={picking.active ? optionId(picking.active.id) : undefined}
      onInput={(event) => {
        onText(event.currentTarget.value);
        picking.follow(event.currentTarget);
      }}
      onSelect={(event) => picking.follow(event.currentTarget)}
      onPaste={(event) => {
        const { files, types } = event.clipboardData ?? {};
        // What can be pasted as words, too, is meant as words.
        if (!types?.includes('text/plain') && onFiles(files)) event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (picking.press(event)) return;
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        onSend();
      }}
    />
  );
};

/** Takes the focus in the mode somebody asked for. */
const useAsked = (onAsked: (asked: { mode: Mode; text?: string }) => void): void => {
  const { compose } = useDesk();
  useEffect(() =>
    compose.subscribe(() => {
      const wanted = compose.get();
      if (!wanted) return;
      compose.set(null);
      onAsked(wanted);
      document.querySelector<HTMLElement>('#composer')?.focus();
    }),
  );
};

const modesFor = ({ canReply, isHeld, canNote }: Rights, isClosed: boolean): Mode[] => [
  ...((canReply || isHeld) && !isClosed ? (['reply'] as const) : []),
  ...(canNote ? (['note'] as const) : []),
];

type ComposerProps = { thread: Thread; summary: Conversation };

/** What is written in a mode, and what can be done with it. */
const useWriting = (thread: Thread, { draft, change }: ReturnType<typeof useDraft>) => {
  const { agent } = useDesk();
  const typing = useTyping(thread);
  const attached = useStore(thread.attachments.files);
  const words = draft.text.trim();
  const leftChars = (draft.mode === 'note' ? sizes.noteMaxChars : sizes.textMaxChars) - words.length;
  const areThrough = attached.every(({ stored }) => stored !== null);
  // A variable that nobody has filled in is not for the shopper to read.
  const open = draft.canned ? openVariable(words) : null;
  const canSend = (words !== '' || attached.length > 0) && leftChars >= 0 && areThrough && open === null;
  return {
    open,
    leftChars,
    areThrough,
    canSend,
    send: (): void => {
      if (!canSend) return;
      const canned = draft.mode === 'reply' ? draft.canned : undefined;
      thread.sending.send(draft.mode, words, { files: thread.attachments.take(), canned });
      typing(false);
      change({ text: '', canned: undefined });
    },
    write: (next: string): void => {
      change(next.trim() === '' ? { text: next, canned: undefined } : { text: next });
      typing(draft.mode === 'reply' && next.trim() !== '');
    },
    /** Whether there were files to take. */
    addFiles: (list: FileList | null | undefined): boolean => {
      if (!agent.uploads || !list?.length) return false;
      thread.attachments.add([...list]);
      return true;
    },
  };
};

type FootProps = { thread: Thread; mode: Mode; writing: ReturnType<typeof useWriting> };

const Foot = ({ thread, mode, writing }: FootProps): JSX.Element => {
  const { text, rights } = useDesk();
  const { areThrough, leftChars, canSend, open } = writing;
  const reply = rights.isHeld ? text.held.ask : text.composer.send;
  return (
    <div class="composer-foot">
      {open ? (
        <span class="problem">{text.canned.open(open.name)}</span>
      ) : areThrough ? (
        <Left count={leftChars} />
      ) : (
        <span class="muted">{text.files.waits}</span>
      )}
      <AttachButton attachments={thread.attachments} />
      <button type="submit" class="button button-accent" disabled={!canSend}>
        {mode === 'note' ? text.composer.addNote : reply}
        <kbd class="key" aria-hidden="true">
          {text.keys.enter}
        </kbd>
      </button>
    </div>
  );
};

/** Where replies and notes are written. Enter sends; what is not sent yet is kept. */
export const Composer = ({ thread, summary }: ComposerProps): JSX.Element => {
  const { text, rights, compose, agent } = useDesk();
  const isClosed = summary.status === 'closed';
  const allowed = modesFor(rights, isClosed);
  const own = useDraft(thread.handle.id, allowed);
  const writing = useWriting(thread, own);
  const { draft, change } = own;
  const { send, write, addFiles } = writing;
  const onPick = (written: Pick<Draft, 'text' | 'canned'>): void => change(written);
  const picking = usePicking({ thread, summary, text: draft.text, onPick });
  useAsked(({ mode, text: taken }) => {
    const words = [draft.text.trim(), taken ?? ''].filter((each) => each !== '').join('\n\n');
    change(taken === undefined ? { mode } : { mode, text: words });
  });
  if (allowed.length === 0) return <p class="composer-off">{text.composer.readOnly}</p>;
  return (
    <form
      class={`composer composer-${draft.mode}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => agent.uploads && event.preventDefault()}
      onDrop={(event) => addFiles(event.dataTransfer?.files) && event.preventDefault()}
    >
      {isClosed ? <p class="composer-off">{text.composer.closed}</p> : null}
      <Modes mode={draft.mode} allowed={allowed} onMode={(mode) => compose.set({ mode })} />
      <PickingView picking={picking} />
      <Writer
        draft={draft}
        picking={picking}
        shopper={shopperName(summary.shopper, text)}
        onText={write}
        onSend={send}
        onFiles={addFiles}
      />
      <AttachedView attachments={thread.attachments} />
      <Foot thread={thread} mode={draft.mode} writing={writing} />
    </form>
  );
};
