import { CardView, formatMoney } from '@shopbell/look';
import type { ActionPlan, Audience, Conversation } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { shopperName } from '../shopper/name.ts';
import { shownDuration } from './duration.ts';

type PlanProps = { plan: ActionPlan; audience: Audience; summary: Conversation };

/** A plan before anybody is asked to agree: what would happen, for how much, who has to say yes, and how long. */
export const PlanView = ({ plan, audience, summary }: PlanProps): JSX.Element => {
  const { text, locale } = useDesk();
  const { preview } = text.action;
  const { confirm, approve, amount, expiresInMs = times.actionExpiresMs } = plan;
  const isFree = !confirm && approve === undefined;
  const duration = shownDuration(expiresInMs, locale);
  return (
    <section class="plan" aria-labelledby="plan-title">
      <h3 id="plan-title">{preview.title}</h3>
      <p class="action-plan" dir="auto">
        {plan.summary}
      </p>
      {plan.card ? <CardView card={plan.card} locale={locale} /> : null}
      <ul class="plan-facts">
        {amount ? <li>{preview.amount(formatMoney(amount, locale))}</li> : null}
        {confirm ? (
          <li class="state state-warning">{preview.confirm(shopperName(summary.shopper, text))}</li>
        ) : null}
        {approve ? <li class="state state-warning">{preview.approve}</li> : null}
        {isFree ? <li class="state state-good">{preview.free}</li> : <li>{preview.within(duration)}</li>}
        {audience === 'staff' ? <li>{text.action.staffHint}</li> : null}
      </ul>
      <p class="muted">{preview.nothingYet}</p>
    </section>
  );
};
