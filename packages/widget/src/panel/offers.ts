import type { Filled, FirstForm, PanelState } from './panel-state.ts';

/** The form that comes before the first message now; `null`: none, or something was said already. */
export const firstFormOf = ({
  service,
  conversation,
  pending,
  entries,
  isStaffed,
}: PanelState): FirstForm | null => {
  if (conversation || entries.length > 0 || pending.length > 0) return null;
  const isAway = isStaffed === false || service?.hours?.open === false;
  const wanted: readonly FirstForm[] = isAway ? ['offline', 'preChat'] : ['preChat'];
  return wanted.find((form) => service?.forms?.includes(form)) ?? null;
};

/** What goes along with the message: that form, filled in, and the greeting it answers. */
export const goingAlong = (state: PanelState): { form?: Filled; greeting?: string } => ({
  ...(state.filled !== null && state.filled.form === firstFormOf(state) ? { form: state.filled } : {}),
  ...(state.greeting ? { greeting: state.greeting } : {}),
});

/** Whether an order can be looked up, and nobody is at it already. */
export const offersOrders = ({ service, conversation }: PanelState): boolean =>
  service?.orders === true && conversation?.status !== 'open';

/** Whether there is something to say below what was said: hours, a place in the queue, a rating, a copy. */
export const hasOffers = (state: PanelState): boolean => {
  const { service, conversation, queue, greeting } = state;
  if (greeting || offersOrders(state) || service?.hours?.open === false || firstFormOf(state) !== null)
    return true;
  if (conversation?.status === 'queued') return queue?.conversation === conversation.id;
  return conversation?.status === 'closed' && (service?.rating ?? service?.transcript) !== undefined;
};
