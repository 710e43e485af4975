import type { ActionId, AnyEntry, PlanShown } from '@shopbell/protocol';

/** A plan that waits for the shopper’s word. */
export type Consent = { action: ActionId; name: string; plan: PlanShown };

/** The plans that still wait for the shopper’s word, in the order they were shown in. */
export const openConsents = (entries: readonly AnyEntry[]): Consent[] => {
  const open = new Map<ActionId, Consent>();
  for (const entry of entries) {
    if (entry.type !== 'action') continue;
    const { action, name, step, plan } = entry.data;
    if (step === 'planned' && plan?.confirm) open.set(action, { action, name, plan });
    // Somebody else’s yes leaves the shopper’s open; whatever else follows closes it.
    else if (step !== 'approved') open.delete(action);
  }
  return [...open.values()];
};
