import type { Agent } from '@shopbell/agent';

const people: readonly string[] = ['agent', 'supervisor', 'bot', 'admin'];

/** Whoever writes only what others release. */
const isHeld = (role: string): boolean => role === 'trainee';

const deciders: readonly string[] = ['supervisor', 'admin'];

/** What the signed-in person may do, as the desk shows it; the relay decides anyway. */
export type Rights = {
  canReply: boolean;
  /** Their replies are held until somebody releases them. */
  isHeld: boolean;
  canNote: boolean;
  canRun: (action: string) => boolean;
  /** To approve, reject or cancel what others asked for, and to release or return what they wrote. */
  canApprove: boolean;
  /** To change the shop’s canned responses. */
  canKeepCanned: boolean;
};

/** The rights that role and scopes give. */
export const rightsOf = ({ role, scopes }: Agent['me']): Rights => {
  const isPerson = people.includes(role);
  const has = (scope: string): boolean => scopes.some((each) => each === scope);
  return {
    canReply: isPerson && has('reply'),
    isHeld: isHeld(role) && has('reply'),
    canNote: has('reply'),
    canApprove: deciders.includes(role) && has('reply'),
    canKeepCanned: deciders.includes(role) && has('reply'),
    canRun: (action) => (isPerson || isHeld(role)) && (has('action:*') || has(`action:${action}`)),
  };
};
