import type { Routing } from '@shopbell/protocol';
import { isOn } from '@shopbell/protocol/page-pattern';

/** What a conversation needs of whoever gets it; `team: null`: no team in particular. */
export type Need = { team: string | null; skills: readonly string[] };

/** What is known of a conversation where it is decided what it needs. */
export type Origin = { page: { url: string } | null; isSignedIn: boolean };

/** What anybody can give. */
export const anything: Need = { team: null, skills: [] };

const pathOf = (page: Origin['page']): string | null =>
  page !== null && URL.canParse(page.url) ? new URL(page.url).pathname : null;

const fits = ({ when }: Routing['rules'][number], origin: Origin): boolean => {
  const path = pathOf(origin.page);
  if (when.page !== undefined && (path === null || !isOn(path, when.page))) return false;
  return when.signedIn === undefined || when.signedIn === origin.isSignedIn;
};

/** What a conversation needs by the shop’s rules: the first that fits says it. */
export const needOf = ({ rules }: Pick<Routing, 'rules'>, origin: Origin): Need => {
  const rule = rules.find((each) => fits(each, origin));
  return rule ? { team: rule.team ?? null, skills: rule.skills } : anything;
};

/** What it still needs after having waited so long: from the shop’s time of overflow on, anybody will do. */
export const needAfter = ({ overflowMs }: Pick<Routing, 'overflowMs'>, need: Need, waitedMs: number): Need =>
  overflowMs !== undefined && waitedMs >= overflowMs ? anything : need;
