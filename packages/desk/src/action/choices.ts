import type { ActionOffer, Conversation } from '@shopbell/protocol';
import { useDesk } from '../app/desk.ts';
import type { KeyCommand } from '../app/keys.ts';
import { useStore } from '../app/store.ts';
import { lackingOf } from '../shopper/identity.ts';

/** Something else the palette can do, by its key. */
export type PaletteCommand = { command: KeyCommand; label: string; run: () => void };

/** One line of the palette. `held`: why it cannot be chosen. */
export type Choice =
  | { kind: 'offer'; key: string; label: string; hint: string; offer: ActionOffer; held: string | null }
  | { kind: 'command'; key: string; label: string; command: KeyCommand; run: () => void; held: null };

/** What matches a search: what can be run first, then the desk's commands, then what cannot, each with the reason. */
export const useChoices = (
  commands: readonly PaletteCommand[],
  shopper: Conversation['shopper'],
  search: string,
): Choice[] => {
  const { shop, rights, text, now } = useDesk();
  const time = useStore(now);
  const { offers } = useStore(shop);
  const held = ({ name, identity }: ActionOffer): string | null => {
    if (!rights.canRun(name)) return text.action.forbidden;
    const lacking = lackingOf(shopper, identity, time);
    return lacking && text.identity.held[lacking];
  };
  const offered = offers.map((offer) => ({
    kind: 'offer' as const,
    key: offer.name,
    label: offer.title,
    hint: offer.name,
    offer,
    held: held(offer),
  }));
  const all: Choice[] = [
    ...offered.filter((each) => each.held === null),
    ...commands.map((each) => ({ kind: 'command' as const, key: each.command, held: null, ...each })),
    ...offered.filter((each) => each.held !== null),
  ];
  const words = search.toLocaleLowerCase().split(/\s+/);
  return all.filter((choice) => {
    const line = `${choice.label} ${choice.kind === 'offer' ? choice.hint : ''}`.toLocaleLowerCase();
    return words.every((word) => line.includes(word));
  });
};
