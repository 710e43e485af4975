import { z } from 'zod';
import { actionCommands } from './action-commands.ts';
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
import { cannedCommands, CannedRef } from './canned.ts';
import { cartCommands } from './cart.ts';
import { Conversation, ConversationStatus } from './conversation.ts';
import { draftCommands } from './drafts.ts';
import { OutcomeData } from './entries.ts';
import { After, AgentId, At, ConversationId, Label, Nonce, Seq, ShopId, ShopperId, text } from './fields.ts';
import { erasureCommands } from './erasure.ts';
import { fileCommands, FileIds, Uploads } from './files.ts';
import { followupCommands } from './followups.ts';
import { sizes } from './limits.ts';
import { SentParts } from './parts.ts';
import { Person, Scope, Shopper } from './people.ts';
import { routingCommands } from './routing-commands.ts';
import { searchCommands } from './search.ts';
import { agentServiceCommands } from './service-commands.ts';

const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;
const people = ['agent', 'supervisor', 'bot', 'admin'] as const;

/** What everything that is not a shopper may ask. */
export const agentCommands = {
  'session:open': {
    summary: 'Says who one is.',
    input: z.strictObject({}),
    output: z.strictObject({
      me: Person.extend({ scopes: z.array(Scope) }),
      shop: z.strictObject({ id: ShopId, name: Label }),
      /** What files the shop takes; absent: none. */
      uploads: Uploads.optional(),
      now: At,
    }),
    roles: [...everyoneInside, 'office'],
  },
  'inbox:watch': {
    summary:
      'From now on, conversations of the shop as they change (`conversations:changed`, gathered, at most a few a second).',
    input: z.strictObject({}),
    output: Done,
    roles: everyoneInside,
    scope: 'read',
  },
  'conversation:list': {
    summary: 'Conversations of the shop, latest change first.',
    input: z.strictObject({
      status: z.array(ConversationStatus).min(1).optional(),
      /** `me`, `nobody`, or a colleague’s id. */
      assignee: z.union([z.enum(['me', 'nobody']), AgentId]).optional(),
      shopper: ShopperId.optional(),
      /** Only what changed at or after this time: to catch up after a gap. */
      changedSince: At.optional(),
      /** The `next` of the page before. */
      cursor: z.string().max(80).optional(),
      limit,
    }),
    output: z.strictObject({ conversations: z.array(Conversation), next: z.string().nullable() }),
    roles: everyoneInside,
    scope: 'read',
  },
  'conversation:get': {
    summary: 'One conversation as it stands.',
    input: z.strictObject({ conversation: ConversationId }),
    output: z.strictObject({ conversation: Conversation }),
    roles: everyoneInside,
    scope: 'read',
  },
  'conversation:watch': {
    summary: 'What came after a place, and from then on every entry as it is stored.',
    input: z.strictObject({ conversation: ConversationId, after: After, limit }),
    output: Watched,
    roles: everyoneInside,
    scope: 'read',
  },
  'conversation:unwatch': {
    summary: 'No more entries of this conversation.',
    input: z.strictObject({ conversation: ConversationId }),
    output: Done,
    roles: everyoneInside,
    scope: 'read',
  },
  'conversation:assign': {
    summary: 'Who has the conversation from here on; `null`: back to the queue.',
    input: z.strictObject({ conversation: ConversationId, nonce: Nonce, to: AgentId.nullable() }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  'conversation:close': {
    summary: 'Ends the conversation and records what came of it, in one transaction.',
    input: z.strictObject({ conversation: ConversationId, nonce: Nonce, outcome: OutcomeData.optional() }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  'conversation:reopen': {
    summary: 'Opens a closed conversation again.',
    input: z.strictObject({ conversation: ConversationId, nonce: Nonce }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  'entries:list': {
    summary: 'A page of entries.',
    input: EntriesQuery,
    output: EntriesPage,
    roles: everyoneInside,
    scope: 'read',
  },
  'entries:wait': {
    summary:
      'The long poll: answers as soon as there is an entry after one of the places, or when the time is over.',
    input: Waits,
    output: Waited,
    roles: everyoneInside,
    scope: 'read',
  },
  'message:send': {
    summary: 'Says something to the shopper.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      parts: SentParts,
      /** The canned response it was made from. */
      canned: CannedRef.optional(),
    }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  'note:add': {
    summary: 'A note that only staff see, with files that only staff see.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      text: text(sizes.noteMaxChars),
      files: FileIds.optional(),
    }),
    output: Stored,
    roles: everyoneInside,
    scope: 'reply',
  },
  'outcome:record': {
    summary: 'Records what came of the conversation, without closing it.',
    input: z.strictObject({ conversation: ConversationId, nonce: Nonce, outcome: OutcomeData }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  'typing:set': {
    summary: 'A signal that may be lost: somebody is writing.',
    input: z.strictObject({ conversation: ConversationId, typing: z.boolean() }),
    output: Done,
    roles: everyoneInside,
    scope: 'reply',
  },
  'read:mark': {
    summary: 'How far the shop’s side has read, in the public numbering.',
    input: z.strictObject({ conversation: ConversationId, publicSeq: Seq }),
    output: Done,
    roles: everyoneInside,
    scope: 'read',
  },
  'shopper:get': {
    summary: 'A shopper: claimed and verified details told apart.',
    input: z.strictObject({ shopper: ShopperId }),
    output: z.strictObject({ shopper: Shopper }),
    roles: everyoneInside,
    scope: 'read',
  },
  'team:list': {
    summary: 'Everybody who works here, and who is there.',
    input: z.strictObject({}),
    output: z.strictObject({ people: z.array(Person) }),
    roles: everyoneInside,
    scope: 'read',
  },
  'identity:ask': {
    summary:
      'Asks the shopper to prove their mail address by a code. `unavailable` where the relay has nothing to send one with.',
    input: z.strictObject({ conversation: ConversationId, nonce: Nonce }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  ...routingCommands,
  ...searchCommands,
  ...actionCommands,
  ...followupCommands,
  ...draftCommands,
  ...erasureCommands,
  ...cartCommands(everyoneInside),
  ...fileCommands(everyoneInside),
  ...agentServiceCommands,
  ...cannedCommands,
} as const satisfies Record<string, Command>;
