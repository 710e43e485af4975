import type { Agent } from '@shopbell/agent';

const people: readonly string[] = ['agent', 'supervisor', 'bot', 'admin'];

const deciders: readonly string[] = ['supervisor', 'admin'];

/** What the signed-in person may do, as the desk shows it; the relay decides anyway. */
export type Rights = {
  canReply: boolean;
  canNote: boolean;
  canRun: (action: string) => boolean;
  /** To approve, reject or cancel what others asked for. */
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
    canNote: has('reply'),
    canApprove: deciders.includes(role) && has('reply'),
    canKeepCanned: deciders.includes(role) && has('reply'),
    canRun: (action) => isPerson && (has('action:*') || has(`action:${action}`)),
  };
};
