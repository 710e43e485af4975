import type { ActionOffer, Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { ModalDialog } from '../controls/dialog.tsx';
import type { Thread } from '../thread/thread.ts';
import { useChoices, type Choice, type PaletteCommand } from './choices.ts';
import { RunView } from './run-view.tsx';

type PaletteProps = {
  thread: Thread;
  summary: Conversation;
  commands: readonly PaletteCommand[];
  onClose: () => void;
};

type ChoiceProps = { choice: Choice; isActive: boolean; onPick: () => void };

const ChoiceRow = ({ choice, isActive, onPick }: ChoiceProps): JSX.Element => (
  <li
    id={`choice-${choice.key}`}
    role="option"
    aria-selected={isActive}
    aria-disabled={choice.held !== null}
    class={isActive ? 'pick-one pick-active' : 'pick-one'}
    onClick={onPick}
  >
    <span>{choice.label}</span>
    {choice.kind === 'offer' ? (
      <span class="muted">{choice.held ?? choice.hint}</span>
    ) : (
      <KeyHint command={choice.command} />
    )}
  </li>
);

type PickerProps = {
  commands: readonly PaletteCommand[];
  shopper: Conversation['shopper'];
  onOffer: (offer: ActionOffer) => void;
};

/** Moves through the choices by the arrows and picks with Enter, while the focus stays in the field. */
const usePicking = (choices: readonly Choice[], pick: (choice: Choice | undefined) => void) => {
  const [wanted, setAt] = useState(0);
  const at = Math.min(wanted, choices.length - 1);
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length > 0) setAt((at + step + choices.length) % choices.length);
    else if (event.key === 'Enter') pick(choices[at]);
    else return;
    event.preventDefault();
  };
  return { active: choices[at], press, restart: () => setAt(0) };
};

const Picker = ({ commands, shopper, onOffer }: PickerProps): JSX.Element => {
  const { text, shop } = useDesk();
  const [search, setSearch] = useState('');
  const choices = useChoices(commands, shopper, search);
  const pick = (choice: Choice | undefined): void => {
    if (!choice || choice.held !== null) return;
    if (choice.kind === 'offer') onOffer(choice.offer);
    else choice.run();
  };
  const { active, press, restart } = usePicking(choices, pick);
  return (
    <>
      <input
        class="input"
        autofocus
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls="choices"
        aria-activedescendant={active ? `choice-${active.key}` : undefined}
        aria-label={text.action.find}
        placeholder={text.action.find}
        value={search}
        onInput={(event) => {
          setSearch(event.currentTarget.value);
          restart();
        }}
        onKeyDown={press}
      />
      {shop.get().offers.length === 0 ? <p class="muted">{text.action.noneOffered}</p> : null}
      {choices.length === 0 ? <p class="muted">{text.action.none}</p> : null}
      {choices.length > 0 ? (
        <ul id="choices" class="pick" role="listbox" aria-label={text.action.palette}>
          {choices.map((choice) => (
            <ChoiceRow
              key={choice.key}
              choice={choice}
              isActive={choice === active}
              onPick={() => pick(choice)}
            />
          ))}
        </ul>
      ) : null}
    </>
  );
};

/** What can be done here: the back office's actions with their forms, and the desk's own commands. */
export const Palette = ({ thread, summary, commands, onClose }: PaletteProps): JSX.Element => {
  const { text, shop, look } = useDesk();
  const { preset } = look.get();
  const [offer, setOffer] = useState<ActionOffer | null>(
    () => shop.get().offers.find(({ name }) => name === preset?.action) ?? null,
  );
  return (
    <ModalDialog title={offer?.title ?? text.action.pick} size="large" onClose={onClose}>
      {offer ? (
        <RunView
          offer={offer}
          thread={thread}
          summary={summary}
          known={preset?.known ?? {}}
          onDone={onClose}
        />
      ) : (
        <Picker commands={commands} shopper={summary.shopper} onOffer={setOffer} />
      )}
    </ModalDialog>
  );
};
