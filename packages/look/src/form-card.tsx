import type { FormCard } from '@shopbell/protocol';
import type { JSX } from 'preact';

/** A form as it was sent: what it asks. Where it can be filled in, whoever shows it draws its fields. */
export const FormCardView = ({ card }: { card: FormCard }): JSX.Element => (
  <article class="sb-card" aria-label={card.title ?? card.fields[0]?.label}>
    {card.title === undefined ? null : (
      <p class="sb-prompt">
        <bdi>{card.title}</bdi>
      </p>
    )}
    {card.intro === undefined ? null : (
      <p class="sb-card-text">
        <bdi>{card.intro}</bdi>
      </p>
    )}
    <ul class="sb-asked">
      {card.fields.map(({ id, label }) => (
        <li key={id}>
          <bdi>{label}</bdi>
        </li>
      ))}
    </ul>
  </article>
);
