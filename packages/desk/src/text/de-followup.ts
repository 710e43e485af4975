import type { followup as english } from './en-followup.ts';

/** The words about what somebody has to see to, in German. */
export const followup: typeof english = {
  open: (what, due) => `Zu erledigen, fällig ${due}: ${what}`,
  owned: (what, owner, due) => `Zu erledigen von ${owner}, fällig ${due}: ${what}`,
  done: (by, what) => `${by} hat es erledigt: ${what}`,
};
