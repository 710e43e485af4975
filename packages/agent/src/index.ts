export { connectAgent } from './connect-agent.ts';
export { defineAction } from './define-action.ts';
export { handle } from './handle.ts';
export { openOffice } from './open-office.ts';
export type {
  Action,
  ActionDefinition,
  ActionHandler,
  ActionSchema,
  ActionSteps,
  InputOf,
  MadeBy,
  OfficeOptions,
  OutputOf,
  RunContext,
  TakenBy,
} from './action-types.ts';
export type {
  Agent,
  AgentEventMap,
  AgentOptions,
  AgentState,
  CommandName,
  ConversationFilter,
  ConversationHandle,
  ConversationPage,
  FollowOptions,
  HistoryOptions,
  Office,
  Reply,
  RunOptions,
  StoredAt,
} from './types.ts';
export { refuse, ShopbellError, type ErrorCode } from '@shopbell/protocol';
export type {
  ActionOffer,
  AnyEntry,
  Card,
  Conversation,
  Entry,
  Json,
  Part,
  Person,
  Shopper,
} from '@shopbell/protocol';
