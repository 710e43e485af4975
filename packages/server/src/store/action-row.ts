import type {
  ActionId,
  ActionPlan,
  ActionStep,
  Audience,
  Author,
  ConversationId,
  IdentityLevel,
  Json,
  Role,
} from '@shopbell/protocol';

/** A plan as the relay keeps it. */
export type KeptPlan = ActionPlan & {
  digest: string;
  expiresAt: number;
  /** The shopper’s identity that running it needs; absent: none. */
  identity?: IdentityLevel;
};

/** What an action’s timer is for; each action that is not at its end has one. */
export type ActionTimer = 'plan' | 'expiry' | 'run' | 'verify' | 'again';

/** What never changes of an action. */
export type ActionFacts = {
  effect: 'read' | 'write';
  plans: boolean;
  verifies: boolean;
  audience: Audience;
};

/** Where an action stands. `timer: null`: at its end. */
export type ActionProgress = {
  step: ActionStep;
  /** Counts the changes. */
  revision: number;
  lease: number;
  plan: KeptPlan | null;
  confirmed: boolean;
  approved: boolean;
  /** How often running it was begun. */
  runs: number;
  /** How often it has been asked to be verified without an answer. */
  tries: number;
  output: Json;
  timer: ActionTimer | null;
  dueAt: number;
  ranAt: number | null;
};

/** What an action begins with. */
export type ActionAsked = ActionFacts & {
  name: string;
  version: number;
  title: string;
  input: Json;
  /** The requester’s. */
  role: Role;
  /** The digest of the plan the requester has looked at; another one is refused. Absent: they take any. */
  expects?: string | null;
  dueAt: number;
};

/** An action as it is stored. */
export type ActionRow = ActionAsked &
  ActionProgress & { id: ActionId; shop: string; conversation: ConversationId; by: Author };

/** The step of an action that is stored in the same transaction as its entry. `from: null` begins it. */
export type ActionChange = {
  id: ActionId;
  from: ActionStep | null;
  to: ActionStep;
  /** Only when it begins. */
  request?: ActionAsked;
  /** What it moves to; `revision` is one above what it must be at. Only when it moves. */
  progress?: ActionProgress;
};

/** Which of a requester’s actions count towards their day: those of a name that ran since, or are still open. */
export type SpentQuery = { shop: string; requester: string; name: string; since: number; except: ActionId };

/** A page of what waits for an approval, what expires first on top. */
export type ApprovalQuery = { cursor?: string | undefined; limit: number };
/** `waiting` counts all of them, whatever the page. */
export type ApprovalPage = { actions: ActionRow[]; next: string | null; waiting: number };

/** Where an action stands when it is asked for. */
export const begun = (dueAt: number): ActionProgress => ({
  step: 'requested',
  revision: 0,
  lease: 1,
  plan: null,
  confirmed: false,
  approved: false,
  runs: 0,
  tries: 0,
  output: null,
  timer: 'plan',
  dueAt,
  ranAt: null,
});
