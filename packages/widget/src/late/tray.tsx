import { fill, formatBytes, formatList, formatNumber } from '@shopbell/look';
import type { UploadState } from '@shopbell/client';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Attached } from '../panel/attached.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { attachFiles, filesMost, removeFile, retryFile } from './attach-files.ts';
import { endingOf } from './file-ending.ts';
import { filesWordsFor, type FilesWords } from './files-words.ts';

type TrayProps = ViewProps & { files: FilesWords };
type Failure = Extract<UploadState, { error: unknown }>['error'];

const refusalWords = ({ code, details }: Failure, { refusals }: FilesWords): string => {
  const reason = details.reason ?? code;
  return Object.hasOwn(refusals, reason) ? refusals[reason as keyof typeof refusals] : refusals.other;
};

/** Refused for what it is: trying again changes nothing. */
const isOfTheFile = ({ code }: Failure): boolean => code === 'unsupported_file' || code === 'too_large';

/** How an upload stands, in words. */
const standingOf = (upload: UploadState, { state, files }: TrayProps): string => {
  switch (upload.name) {
    case 'sending': {
      if (upload.sent >= upload.bytes) return files.checking;
      const percent = formatNumber(Math.floor((upload.sent / upload.bytes) * 100), state.locale);
      return fill(files.sending, percent);
    }
    case 'waiting':
      return upload.error.code === 'rate_limited' ? files.later : files.waiting;
    case 'failed':
      return refusalWords(upload.error, files);
    case 'done':
      return files.ready;
    default:
      return upload satisfies never;
  }
};

/** The place where files are chosen: what is taken is said before anything is picked. */
const Ways = ({ chat, state, files }: TrayProps): JSX.Element => {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus({ preventScroll: true }), []);
  const pick = (event: Event & { currentTarget: HTMLInputElement }): void => {
    const picked = [...(event.currentTarget.files ?? [])];
    // The same file may be picked again after it was taken out.
    event.currentTarget.value = '';
    attachFiles(chat, picked);
  };
  const accept = state.uploads?.types.join();
  const takesPictures = state.uploads?.kinds.includes('pictures');
  // Where there is a finger there is a camera; elsewhere it would only open the same dialog.
  const hasCamera = takesPictures && matchMedia('(pointer: coarse)').matches;
  return (
    <div class="ways">
      <label class="small">
        {files.choose}
        <input ref={first} class="sb-hidden" type="file" multiple accept={accept} onChange={pick} />
      </label>
      {hasCamera ? (
        <label class="small">
          {files.photo}
          <input class="sb-hidden" type="file" accept="image/*" capture="environment" onChange={pick} />
        </label>
      ) : null}
    </div>
  );
};

const Limits = ({ state, files }: TrayProps): JSX.Element | null => {
  if (!state.uploads) return null;
  const { kinds, maxBytes } = state.uploads;
  const values = {
    kinds: formatList(
      kinds.map((kind) => files.kinds[kind]),
      state.locale,
    ),
    size: formatBytes(maxBytes, state.locale),
    count: formatNumber(filesMost, state.locale),
  };
  return <p class="limits">{fill(files.limits, values)}</p>;
};

const Item = ({ item, ...props }: TrayProps & { item: Attached }): JSX.Element => {
  const { chat, files } = props;
  const { key, name, upload, preview } = item;
  const canRetry = upload.name === 'waiting' || (upload.name === 'failed' && !isOfTheFile(upload.error));
  const isOnItsWay = upload.name === 'sending' || upload.name === 'waiting';
  const standing = standingOf(upload, props);
  return (
    <li class={`attached ${upload.name}`}>
      {preview ? (
        <img src={preview} alt="" />
      ) : (
        <span class="kind" aria-hidden="true">
          {endingOf(name)}
        </span>
      )}
      <span class="what">
        <bdi class="file-name" id={`name-${key}`}>
          {name}
        </bdi>
        <small id={`standing-${key}`}>{standing}</small>
        {upload.name === 'sending' ? (
          <progress value={upload.sent} max={upload.bytes} aria-label={fill(files.progress, name)} />
        ) : null}
      </span>
      {canRetry ? (
        <button type="button" class="small" aria-describedby={`name-${key}`} onClick={() => retryFile(key)}>
          {files.retry}
        </button>
      ) : null}
      <button
        type="button"
        class="close"
        aria-label={fill(isOnItsWay ? files.cancel : files.remove, name)}
        aria-describedby={`standing-${key}`}
        onClick={() => removeFile(chat, key)}
      >
        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
          <path d="M5 5l14 14M19 5 5 19" />
        </svg>
      </button>
    </li>
  );
};

/** What a screen reader is told: how many are through, never each step of each. */
const Summary = ({ state, files }: TrayProps): JSX.Element => {
  const all = state.attachments.files;
  const through = all.filter(({ upload }) => upload.name === 'done').length;
  const failed = all.filter(({ upload }) => upload.name === 'failed').length;
  const values = { done: formatNumber(through, state.locale), all: formatNumber(all.length, state.locale) };
  return (
    <p class={state.attachments.goesWhenThrough ? 'limits' : 'sb-hidden'} role="status">
      {state.attachments.goesWhenThrough
        ? files.goesWhenThrough
        : all.length > 0 && `${fill(files.through, values)}${failed > 0 ? ` ${files.someFailed}` : ''}`}
    </p>
  );
};

/** Above the composer: what may be sent, the ways to choose it, and what was chosen. */
export const Tray = (props: ViewProps): JSX.Element => {
  const { state, chat } = props;
  const files = filesWordsFor(state.locale);
  const given = { ...props, files };
  const attached = state.attachments.files;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || attached.length > 0) return;
    // The tray closes, not the panel.
    event.stopPropagation();
    chat.store.set(({ attachments }) => ({ attachments: { ...attachments, isOpen: false } }));
    document.querySelector<HTMLElement>('.attach')?.focus();
  };
  return (
    <div class="tray" role="group" aria-label={props.words.attach} onKeyDown={onKeyDown}>
      <Limits {...given} />
      {attached.length > 0 ? (
        <ul>
          {attached.map((item) => (
            <Item key={item.key} item={item} {...given} />
          ))}
        </ul>
      ) : null}
      {state.attachments.isOpen && attached.length < filesMost ? <Ways {...given} /> : null}
      <Summary {...given} />
    </div>
  );
};
