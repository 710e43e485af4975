import {
  refuse,
  type AgentCommandName,
  type AgentCommands,
  type Author,
  type ConversationId,
  type ShopperCommandName,
  type ShopperCommands,
} from '@shopbell/protocol';
import type { FarOffices } from '../actions/afar.ts';
import type { Offices } from '../actions/offices.ts';
import type { Actions } from '../actions/run.ts';
import type { ApprovalFeed } from '../delivery/approvals.ts';
import type { Carts } from '../delivery/carts.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { DraftFeed } from '../delivery/drafts.ts';
import type { Inbox } from '../delivery/inbox.ts';
import type { Presence } from '../delivery/presence.ts';
import type { Queue } from '../delivery/queue.ts';
import type { Rooms } from '../delivery/rooms.ts';
import type { Roster } from '../delivery/roster.ts';
import type { Signals } from '../delivery/signals.ts';
import type { Waiters } from '../delivery/waiters.ts';
import type { Caller } from '../gate/caller.ts';
import type { Codes } from '../gate/codes.ts';
import type { ShopperIdentity, StaffIdentity } from '../gate/identity.ts';
import type { Limits } from '../gate/limits.ts';
import type { Decide } from '../log/decide.ts';
import { findState } from '../log/find-state.ts';
import type { Appended, Log } from '../log/log.ts';
import type { Decision } from '../rules/decision.ts';
import type { ConversationState, Reader, Store } from '../store/store.ts';
import type { Router } from '../routing/router.ts';
import type { SendMail } from '../transcript/mail.ts';
import type { Settings } from '../shop/settings.ts';

/** What one relay’s handlers work with. */
export type Services = {
  store: Store;
  log: Log;
  decide: Decide;
  now: () => number;
  limits: Limits;
  rooms: Rooms;
  roster: Roster;
  inbox: Inbox;
  approvals: ApprovalFeed;
  heldFeed: DraftFeed;
  presence: Presence;
  waiters: Waiters;
  signals: Signals;
  carts: Carts;
  delivery: Pick<Delivery, 'follow'>;
  offices: Offices;
  actions: Actions & { elsewhere: FarOffices };
  codes: Codes;
  settings: Settings;
  queue: Queue;
  router: Pick<Router, 'look'>;
  /** What brings transcripts to mail addresses, if anything does. */
  sendMail: SendMail | undefined;
  /** Whether this relay has a place for files. */
  takesFiles: boolean;
};

type Context<I> = Services & { caller: Caller; identity: I };
/** What a shopper’s command sees: who asks, and the relay’s services. */
export type ShopperContext = Context<ShopperIdentity>;
/** What an agent’s command sees. */
export type StaffContext = Context<StaffIdentity>;

type Handler<C, K extends { parsed: unknown; output: unknown }> = (
  context: C,
  input: K['parsed'],
) => K['output'] | Promise<K['output']>;

/** A handler for every command of the shopper’s side: one that is missing does not compile. */
export type ShopperHandlers = { [K in ShopperCommandName]: Handler<ShopperContext, ShopperCommands[K]> };
/** A handler for every command of the agents’ side. */
export type StaffHandlers = { [K in AgentCommandName]: Handler<StaffContext, AgentCommands[K]> };

/** The shopper who asks; `answer` lets nobody else through, but for `session:open`. */
export const shopperOf = ({ identity }: ShopperContext): NonNullable<ShopperIdentity['shopper']> => {
  if (!identity.shopper) throw refuse('unauthenticated', 'Open a session first: “session:open”.');
  return identity.shopper;
};

/** Who asks, as the store’s queries want it. */
export const readerOf = ({ identity }: ShopperContext | StaffContext): Reader =>
  identity.kind === 'staff'
    ? { side: 'staff', shop: identity.shop }
    : { side: 'shopper', shop: identity.shop, shopper: shopperOfIdentity(identity) };

const shopperOfIdentity = ({ shopper }: ShopperIdentity) => {
  if (!shopper) throw refuse('unauthenticated', 'Open a session first: “session:open”.');
  return shopper.id;
};

/** Who asks, as an entry names them. */
export const authorOf = ({ identity }: ShopperContext | StaffContext): Author => {
  if (identity.kind === 'staff') {
    const { kind, id, name } = identity.person;
    return { kind, id, name };
  }
  return { kind: 'shopper', id: shopperOfIdentity(identity), name: identity.shopper?.name ?? '' };
};

/** The refusal for what is not there or not theirs: the same, so that neither can be told from the other. */
export const notFound = (what: string) => refuse('not_found', `There is no such ${what}.`);

/** The conversation, if it is the reader’s to see; else `not_found`. */
export const conversationFor = async (
  context: ShopperContext | StaffContext,
  id: ConversationId,
): Promise<ConversationState> => {
  const reader = readerOf(context);
  const state = await findState(
    context,
    id,
    ({ shop, shopper }) => shop === reader.shop && (reader.side === 'staff' || shopper === reader.shopper),
  );
  if (state === null) throw notFound('conversation');
  return state;
};

/** Decides about a conversation that is there and theirs, and appends; resolves after the commit. */
export const appendTo = (
  context: ShopperContext | StaffContext,
  { conversation, nonce }: { conversation: ConversationId; nonce: string },
  rule: (state: ConversationState) => Decision,
): Promise<Appended> =>
  context.decide({ shop: context.identity.shop, conversation, by: authorOf(context), nonce }, (state) => {
    if (!state) throw notFound('conversation');
    return rule(state);
  });
