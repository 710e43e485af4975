export { fillCanned, rankCanned, type CannedQuery, type CannedValues, type FilledCanned } from './canned.ts';
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
  Plan,
  PlanContext,
  RunContext,
  TakenBy,
  Verdict,
  VerifyContext,
} from './action-types.ts';
export type { DraftPage, ReleaseOptions } from './draft-types.ts';
export type { Reply, StoredAt } from './reply-types.ts';
export type {
  Agent,
  AgentEventMap,
  AgentOptions,
  AgentState,
  CommandName,
  ConversationFilter,
  ConversationHandle,
  ConversationPage,
  SearchOptions,
  SearchPage,
  FollowOptions,
  FollowupFilter,
  FollowupPage,
  HistoryOptions,
  NewCanned,
  NewFollowup,
  Office,
  RatingEvent,
  RequestOptions,
  RunOptions,
} from './types.ts';
export type { FileAddresses, FileSource, UploadOptions } from './file-types.ts';
export type { EndedStep, RequestedAction, RequestState } from './request-types.ts';
export { refuse, ShopbellError, type ErrorCode } from '@shopbell/protocol';
export type {
  ActionOffer,
  ActionPlan,
  AnyEntry,
  CannedRef,
  CannedResponse,
  Card,
  ChosenState,
  Conversation,
  Entry,
  Followup,
  HeldDraft,
  Json,
  Money,
  Part,
  Person,
  PlanShown,
  Role,
  SentPart,
  Shopper,
  StoredFile,
  Work,
} from '@shopbell/protocol';
