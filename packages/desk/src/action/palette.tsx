import type { ActionOffer, Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import type { KeyCommand } from '../app/keys.ts';
import { useStore } from '../app/store.ts';
import { ModalDialog } from '../controls/dialog.tsx';
import type { Thread } from '../thread/thread.ts';
import { RunView } from './run-view.tsx';

/** Something else the palette can do, by its key. */
export type PaletteCommand = { command: KeyCommand; label: string; run: () => void };

type PaletteProps = {
  thread: Thread;
  summary: Conversation;
  commands: readonly PaletteCommand[];
  onClose: () => void;
};

type Choice =
  | { kind: 'offer'; key: string; label: string; hint: string; offer: ActionOffer; held: string | null }
  | { kind: 'command'; key: string; label: string; command: KeyCommand; run: () => void; held: null };

const useChoices = (commands: readonly PaletteCommand[], search: string): Choice[] => {
  const { shop, rights, text } = useDesk();
  const { offers } = useStore(shop);
  const held = ({ effect, name }: ActionOffer): string | null => {
    if (effect !== 'read') return text.action.writeHeld;
    return rights.canRun(name) ? null : text.action.forbidden;
  };
  const all: Choice[] = [
    ...offers.map((offer) => ({
      kind: 'offer' as const,
      key: offer.name,
      label: offer.title,
      hint: offer.name,
      offer,
      held: held(offer),
    })),
    ...commands.map((each) => ({ kind: 'command' as const, key: each.command, held: null, ...each })),
  ];
  const words = search.toLocaleLowerCase().split(/\s+/);
  return all.filter((choice) => {
    const line = `${choice.label} ${choice.kind === 'offer' ? choice.hint : ''}`.toLocaleLowerCase();
    return words.every((word) => line.includes(word));
  });
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

type PickerProps = { commands: readonly PaletteCommand[]; onOffer: (offer: ActionOffer) => void };

const Picker = ({ commands, onOffer }: PickerProps): JSX.Element => {
  const { text, shop } = useDesk();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const choices = useChoices(commands, search);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const active = choices[Math.min(at, choices.length - 1)];
  const pick = (choice: Choice | undefined): void => {
    if (!choice || choice.held !== null) return;
    if (choice.kind === 'offer') onOffer(choice.offer);
    else choice.run();
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length > 0)
      setAt((Math.min(at, choices.length - 1) + step + choices.length) % choices.length);
    else if (event.key === 'Enter') pick(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        class="input"
        role="combobox"
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant={active ? `choice-${active.key}` : undefined}
        aria-label={text.action.find}
        placeholder={text.action.find}
        value={search}
        onInput={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
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
        <Picker commands={commands} onOffer={setOffer} />
      )}
    </ModalDialog>
  );
};
