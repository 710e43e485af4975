export {
  ActionName,
  ActionOffer,
  ActionPlan,
  ActionReport,
  ActionTask,
  Approval,
  IdentityLevel,
  JsonSchema,
  PlanPreview,
  PlanShown,
} from './actions.ts';
export { CannedRef, CannedResponse } from './canned.ts';
export {
  AccountCard,
  AddressCard,
  addsUp,
  ArticleCard,
  Card,
  ChangeCard,
  Charge,
  ChoicesCard,
  ExchangeCard,
  FormCard,
  OrderCard,
  OrderLine,
  PaymentCard,
  PostalAddress,
  ProductCard,
  QuoteCard,
  RecordCard,
  RefundCard,
  ReturnCard,
  sumOf,
  VoucherCard,
  type CardKind,
} from './cards.ts';
export { agentCommands } from './agent-commands.ts';
export type { Command } from './command.ts';
export {
  AgentHandshake,
  ShopperHandshake,
  type AgentCommandName,
  type AgentCommands,
  type ShopperCommandName,
  type ShopperCommands,
} from './commands.ts';
export { shopperCommands } from './shopper-commands.ts';
export { Conversation, ConversationStatus, ShopperConversation } from './conversation.ts';
export {
  ActionStaffData,
  ActionStep,
  entryData,
  KnownEntry,
  OutcomeData,
  readEntry,
  type AnyEntry,
  type Audience,
  type Entry,
  type EntryDataOf,
  type EntryType,
  type UnknownEntry,
} from './entries.ts';
export { HeldDraft } from './drafts.ts';
export { Part, SentPart } from './parts.ts';
export {
  errors,
  fromWireError,
  isRetryable,
  refuse,
  ShopbellError,
  toWireError,
  type ErrorCode,
  type ErrorDetails,
  type WireError,
} from './errors.ts';
export { Form, FormData, FormField, FormValues } from './forms.ts';
export { Article } from './service-commands.ts';
export { Greeting, OpeningHours, ShopService, ShopSettings } from './shop-settings.ts';
export { CartLine, LiveCart, TrackedOrder } from './cart.ts';
export { Erasure } from './erasure.ts';
export { FileKind, StoredFile, Uploaded, Uploads } from './files.ts';
export { Followup } from './followups.ts';
export { agentEvents, shopperEvents, type AgentEvents, type ShopperEvents } from './events.ts';
export {
  ActionId,
  AgentId,
  ConversationId,
  Digest,
  DraftId,
  FileId,
  FollowupId,
  Json,
  KeyId,
  Money,
  Nonce,
  ShopId,
  ShopperId,
} from './fields.ts';
export {
  answeredVersions,
  connections,
  protocolVersion,
  rates,
  sizes,
  times,
  type Rate,
  type RateName,
} from './limits.ts';
export { Author, Claim, Page, Person, Proved, Role, Scope, Shopper, Verified } from './people.ts';
export { Routing } from './routing.ts';
export { SearchMatch, SearchResult } from './search.ts';
export { englishCards, type CardWords } from './card-words.ts';
export { cardToText, fill, formatMoney, partsToText, type CardReading } from './plain-text.ts';
export { ChosenState, Work } from './work.ts';
