import { formatBytes } from '@shopbell/look';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { filesMost, type Attached, type Attachments } from './attachments.ts';

const Item = ({ item, attachments }: { item: Attached; attachments: Attachments }): JSX.Element => {
  const { text, locale } = useDesk();
  const { id, name, bytes, sent, stored, problem } = item;
  const percent = bytes === 0 ? 100 : Math.floor((Math.min(sent, bytes) / bytes) * 100);
  return (
    <li class="attached">
      <bdi class="file-name">{name}</bdi>
      <span class={problem === null ? 'muted' : 'problem'}>
        {problem ?? (stored ? formatBytes(stored.bytes, locale) : text.files.onItsWay(percent))}
      </span>
      {stored || problem !== null ? null : (
        <progress value={sent} max={Math.max(1, bytes)} aria-label={text.files.progress(name)} />
      )}
      {problem === null ? null : (
        <button type="button" class="button button-small" onClick={() => attachments.retry(id)}>
          {text.app.retry}
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={stored || problem !== null ? text.files.remove(name) : text.files.cancel(name)}
        onClick={() => attachments.remove(id)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </li>
  );
};

/** What is picked for the next reply or note, and how far each is. */
export const AttachedView = ({ attachments }: { attachments: Attachments }): JSX.Element | null => {
  const { text } = useDesk();
  const files = useStore(attachments.files);
  if (files.length === 0) return null;
  const through = files.filter(({ stored }) => stored !== null).length;
  return (
    <>
      <ul class="attached-list">
        {files.map((item) => (
          <Item key={item.id} item={item} attachments={attachments} />
        ))}
      </ul>
      <p class="sb-hidden" role="status">
        {text.files.through(through, files.length)}
      </p>
    </>
  );
};

/** The button that opens the browser’s own picker. */
export const AttachButton = ({ attachments }: { attachments: Attachments }): JSX.Element | null => {
  const { text, agent, locale } = useDesk();
  const files = useStore(attachments.files);
  const input = useRef<HTMLInputElement>(null);
  const { uploads } = agent;
  if (!uploads) return null;
  const limits = text.files.limits(formatBytes(uploads.maxBytes, locale), filesMost);
  return (
    <>
      <button
        type="button"
        class="button"
        title={limits}
        disabled={files.length >= filesMost}
        onClick={() => input.current?.click()}
      >
        {text.files.attach}
      </button>
      <input
        ref={input}
        type="file"
        class="sb-hidden"
        tabIndex={-1}
        multiple
        aria-label={text.files.attach}
        accept={uploads.types.join()}
        onChange={(event) => {
          attachments.add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
};
