import { z } from 'zod';
import { ActionOffer, ActionTask } from './actions.ts';
import { Conversation, ShopperConversation } from './conversation.ts';
import type { AnyEntry } from './entries.ts';
import { LiveCart } from './cart.ts';
import { ConversationId, Seq } from './fields.ts';
import { Author, Person } from './people.ts';

/** `entry:appended` carries one entry as `readEntry` reads it. */
const Appended = z.custom<AnyEntry>((value) => typeof value === 'object' && value !== null);
const Typing = z.strictObject({ conversation: ConversationId, by: Author, typing: z.boolean() });
/** Up to this place, in the reader’s numbering, everything is erased: forget it. */
const Erased = z.strictObject({ conversation: ConversationId, seq: Seq });
/** The relay is going down: come back after so long. */
const Closing = z.strictObject({ reconnectAfterMs: z.int().min(0) });

/** What a shopper’s side hears. Never replied to. `typing:changed` and `read:changed` may be lost. */
export const shopperEvents = {
  'entry:appended': Appended,
  'conversation:changed': ShopperConversation,
  'typing:changed': Typing,
  /** The shop’s side has read up to here. */
  'read:changed': z.strictObject({ conversation: ConversationId, seq: Seq }),
  'conversation:erased': Erased,
  'staff:changed': z.strictObject({ staffed: z.boolean() }),
  /** Who waits for a first answer: so many are before them, and about how long it may take, where that can be told. */
  'queue:changed': z.strictObject({
    conversation: ConversationId,
    ahead: z.int().min(0),
    /** There are more before them than that: nobody counts further. */
    atLeast: z.literal(true).optional(),
    waitMs: z.int().min(0).optional(),
  }),
  'relay:closing': Closing,
} as const;

/** What everything else hears. */
export const agentEvents = {
  'entry:appended': Appended,
  'conversations:changed': z.strictObject({ conversations: z.array(Conversation) }),
  'typing:changed': Typing,
  'read:changed': z.strictObject({
    conversation: ConversationId,
    side: z.enum(['shopper', 'staff']),
    publicSeq: Seq,
  }),
  'conversation:erased': Erased,
  /** To whoever watches the conversation: what the page says is in the cart. May be lost. */
  'cart:changed': LiveCart,
  'team:changed': z.strictObject({ people: z.array(Person) }),
  'actions:changed': z.strictObject({ actions: z.array(ActionOffer) }),
  /** To whoever watches the inbox: so many plans of the shop wait for an approval. */
  'approvals:changed': z.strictObject({ waiting: z.int().min(0) }),
  /** To whoever may release and watches the inbox: so many drafts of the shop are held, and for so many it is late. */
  'drafts:changed': z.strictObject({ waiting: z.int().min(0), late: z.int().min(0) }),
  'action:assigned': ActionTask,
  'relay:closing': Closing,
} as const;

type Events<T extends Record<string, z.ZodType>> = { [K in keyof T]: z.output<T[K]> };
/** Payloads by name. */
export type ShopperEvents = Events<typeof shopperEvents>;
export type AgentEvents = Events<typeof agentEvents>;
