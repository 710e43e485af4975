import type { ChoicesCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { cardWordsFor } from './card-words.ts';

/** What somebody picked: which card, which value, and the words for it. */
export type Chosen = { card: string; value: string; label: string };

type Option = ChoicesCard['options'][number];
type ChoicesProps = {
  card: ChoicesCard;
  locale: string;
  onChoose?: ((choice: Chosen) => void) | undefined;
  chosen?: string | undefined;
};

/** A question with its answers: buttons while it can be answered, then the answers with the chosen one marked. */
export const ChoicesCardView = ({ card, locale, onChoose, chosen }: ChoicesProps): JSX.Element => {
  const labels = cardWordsFor(locale);
  const isOpen = onChoose !== undefined && chosen === undefined;
  const button = ({ value, label }: Option): JSX.Element => (
    <button type="button" class="sb-choice" onClick={() => onChoose?.({ card: card.id, value, label })}>
      <bdi>{label}</bdi>
    </button>
  );
  const settled = ({ value, label }: Option): JSX.Element => (
    <span class={value === chosen ? 'sb-choice sb-chosen' : 'sb-choice'}>
      <bdi>{label}</bdi>
      {value === chosen ? <span class="sb-hidden"> ({labels.chosen})</span> : null}
    </span>
  );
  return (
    <article class="sb-card" aria-label={card.prompt}>
      <p class="sb-prompt">
        <bdi>{card.prompt}</bdi>
      </p>
      <ul class="sb-choices">
        {card.options.map((option) => (
          <li key={option.value}>{isOpen ? button(option) : settled(option)}</li>
        ))}
      </ul>
    </article>
  );
};
