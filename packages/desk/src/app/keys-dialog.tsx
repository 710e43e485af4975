import type { JSX } from 'preact';
import { ModalDialog } from '../controls/dialog.tsx';
import { useDesk } from './desk.ts';
import { keyNames } from './key-label.tsx';
import { keyTable } from './keys.ts';

type Row = { name: string; keys: readonly string[] };

const Group = ({ title, rows }: { title: string; rows: readonly Row[] }): JSX.Element => (
  <section>
    <h3>{title}</h3>
    <dl class="keys">
      {rows.map(({ name, keys }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key} class="key">
                {key}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </section>
);

/** Every key of the desk, and the switch for those of a single letter. */
export const KeysDialog = ({ onClose }: { onClose: () => void }): JSX.Element => {
  const { text, preferences, preferencesStore } = useDesk();
  const rows = (group: keyof typeof keyTable): Row[] =>
    keyTable[group].map((row) => ({ name: text.keys.names[row.command], keys: keyNames(row, text) }));
  const fixed: Row[] = [
    { name: text.keys.names.send, keys: [text.keys.enter] },
    { name: text.keys.names.newLine, keys: [text.keys.shiftEnter] },
  ];
  return (
    <ModalDialog title={text.keys.title} size="large" onClose={onClose}>
      <div class="keys-groups">
        <Group title={text.keys.groups.move} rows={rows('move')} />
        <div>
          <Group title={text.keys.groups.work} rows={rows('work')} />
          <Group title={text.keys.groups.write} rows={[...rows('write'), ...fixed]} />
        </div>
      </div>
      <label class="choice">
        <input
          type="checkbox"
          checked={preferences.hasSingleKeys}
          onChange={(event) => {
            const hasSingleKeys = event.currentTarget.checked;
            preferencesStore.set((before) => ({ ...before, hasSingleKeys }));
          }}
        />
        {text.keys.single}
      </label>
      <p class="muted">{text.keys.singleHint}</p>
    </ModalDialog>
  );
};
