import { z } from 'zod';
import { ActionName } from './actions.ts';
import {
  Done,
  EntriesPage,
  EntriesQuery,
  limit,
  Stored,
  Waited,
  Waits,
  Watched,
  type Command,
} from './command.ts';
import { shopperCartCommands } from './cart.ts';
import { ShopperConversation } from './conversation.ts';
import { Choice } from './entries.ts';
import {
  ActionId,
  After,
  At,
  ConversationId,
  Digest,
  Label,
  LanguageTag,
  Nonce,
  Seq,
  ShopId,
  ShopperId,
} from './fields.ts';
import { fileCommands, Uploads } from './files.ts';
import { FormValues } from './forms.ts';
import { sizes } from './limits.ts';
import { ShopperParts } from './parts.ts';
import { Claim, Page } from './people.ts';
import { shopperServiceCommands } from './service-commands.ts';
import { ShopService } from './shop-settings.ts';

const shopper = ['shopper'] as const;

/** What a shopper fills in to look something up: words by name. The action’s own schema is asked besides. */
const LookupInput = z
  .record(z.string().min(1).max(40), z.string().max(sizes.lookupFieldMaxChars))
  .refine((fields) => Object.keys(fields).length <= sizes.lookupFieldsMax, 'too many fields');

/** What a shopper’s side may ask. A shopper’s socket cannot even name an agent’s command. */
export const shopperCommands = {
  'session:open': {
    summary:
      'Says who is there: mints a token for a newcomer, signs in with the shop’s JWT, lists the conversations.',
    input: z.strictObject({
      jwt: z.string().max(4_096).optional(),
      claim: Claim.optional(),
      page: Page.optional(),
    }),
    output: z.strictObject({
      shopper: z.strictObject({ id: ShopperId, name: z.string(), verified: z.boolean() }),
      /** Present when minted or rotated: keep it, the relay has only its digest. */
      token: z.string().optional(),
      shop: z.strictObject({ id: ShopId, name: Label }),
      /** Whether anybody is there to answer now. */
      staffed: z.boolean(),
      conversations: z.array(ShopperConversation),
      /** What files the shop takes; absent: none. */
      uploads: Uploads.optional(),
      /** How the shop serves; absent: as a relay without such settings. */
      service: ShopService.optional(),
      now: At,
    }),
    roles: shopper,
  },
  'session:close': { summary: 'Revokes the token.', input: Done, output: Done, roles: shopper },
  'profile:claim': {
    summary: 'What the page says about the shopper; shown as claimed.',
    input: Claim,
    output: Done,
    roles: shopper,
  },
  'conversation:list': {
    summary: 'The shopper’s own conversations, newest first.',
    input: z.strictObject({}),
    output: z.strictObject({ conversations: z.array(ShopperConversation) }),
    roles: shopper,
  },
  'conversation:watch': {
    summary: 'What came after a place, and from then on every entry as it is stored.',
    input: z.strictObject({ conversation: ConversationId, after: After, limit }),
    output: Watched,
    roles: shopper,
  },
  'entries:list': { summary: 'A page of entries.', input: EntriesQuery, output: EntriesPage, roles: shopper },
  'entries:wait': {
    summary:
      'The long poll: answers as soon as there is an entry after one of the places, or when the time is over.',
    input: Waits,
    output: Waited,
    roles: shopper,
  },
  'message:send': {
    summary:
      'Says something. Without a conversation, the open one is used or a new one begun; the nonce makes it once.',
    input: z.strictObject({
      conversation: ConversationId.optional(),
      nonce: Nonce,
      parts: ShopperParts,
      choice: Choice.optional(),
      page: Page.optional(),
      /** Begins another conversation, whatever is open. */
      begin: z.literal(true).optional(),
      /** The form asked before it, filled in: stored with the message, before it. */
      form: z.strictObject({ form: z.enum(['preChat', 'offline']), values: FormValues }).optional(),
      /** The greeting this answers: the conversation begins with it. */
      greeting: z.string().min(1).max(40).optional(),
    }),
    output: Stored,
    roles: shopper,
    rate: 'shopperMessageBurst',
  },
  'typing:set': {
    summary: 'A signal that may be lost: the shopper is writing.',
    input: z.strictObject({ conversation: ConversationId, typing: z.boolean() }),
    output: Done,
    roles: shopper,
    rate: 'shopperTyping',
  },
  'read:mark': {
    summary: 'How far the shopper has read, in the public numbering.',
    input: z.strictObject({ conversation: ConversationId, seq: Seq }),
    output: Done,
    roles: shopper,
  },
  ...shopperCartCommands,
  'action:ask': {
    summary:
      'Asks an office to look something up, without anybody of the shop: an action the shop’s settings name, and a read. The steps follow as entries. Where there is no conversation, one begins that is closed.',
    input: z.strictObject({
      /** Absent: the open one; where there is none, one begins that is closed from the start. */
      conversation: ConversationId.optional(),
      nonce: Nonce,
      name: ActionName,
      input: LookupInput,
    }),
    output: Stored.extend({ action: ActionId }),
    roles: shopper,
  },
  'action:confirm': {
    summary:
      'Says yes to an action’s plan, which the digest names; a plan that changed since is a `conflict`.',
    input: z.strictObject({ action: ActionId, digest: Digest, nonce: Nonce }),
    output: Stored,
    roles: shopper,
  },
  'action:decline': {
    summary: 'Says no to it: the action ends there.',
    input: z.strictObject({ action: ActionId, digest: Digest, nonce: Nonce }),
    output: Stored,
    roles: shopper,
  },
  'identity:request-code': {
    summary:
      'Has a code sent to a mail address, to prove that it is the shopper’s; an earlier one is void. `unavailable` where the relay has nothing to send it with.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      email: z.email().max(sizes.emailMaxChars),
      /** The language to write in. */
      locale: LanguageTag.optional(),
    }),
    output: z.strictObject({ expiresAt: At }),
    roles: shopper,
  },
  'identity:confirm-code': {
    summary:
      'Proves the address by the code. A wrong one is `forbidden` with `triesLeft`; `conflict` when there is none to enter. Rotates the token.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      code: z.string().regex(/^\d{6}$/, 'six digits'),
    }),
    output: z.strictObject({
      email: z.email().max(sizes.emailMaxChars),
      /** Until when it counts as `verified`. */
      until: At,
      /** Keep it: the one before is void. Absent in the answer to a repetition. */
      token: z.string().optional(),
    }),
    roles: shopper,
  },
  ...fileCommands(shopper),
  ...shopperServiceCommands,
} as const satisfies Record<string, Command>;
