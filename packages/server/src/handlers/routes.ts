import { agentCommands, shopperCommands, type Command } from '@shopbell/protocol';
import type { Route, Routes } from '../gate/answer.ts';
import type { Identity } from '../gate/identity.ts';
import type { Services, ShopperHandlers, StaffHandlers } from './context.ts';
import { listApprovals } from './approvals.ts';
import { listCanned, removeCanned, saveCanned } from './canned.ts';
import { findArticles, getArticle, listArticles, removeArticle, saveArticle } from './articles.ts';
import { getCart, reportCart } from './cart.ts';
import { approveAction, cancelAction, confirmAction, declineAction, rejectAction } from './consent.ts';
import {
  assignConversation,
  closeConversation,
  getConversation,
  listConversations,
  reopenConversation,
} from './conversations.ts';
import { holdDraft, listDrafts, releaseDraft, returnDraft, withdrawDraft } from './drafts.ts';
import { eraseConversation, eraseShopper } from './erasure.ts';
import { linkFile } from './files.ts';
import { answerForm } from './forms.ts';
import { addFollowup, finishFollowup, listFollowups } from './followups.ts';
import { listEntries, unwatchConversation, waitForEntries, watchConversation } from './feeds.ts';
import { addNote, recordOutcome, sendReply, sendShopperMessage } from './messages.ts';
import { listActions, openOffice, previewAction, reportAction, requestAction } from './offered-actions.ts';
import { askIdentity, confirmCode, requestCode } from './identity.ts';
import { giveRating } from './ratings.ts';
import { searchConversations } from './search.ts';
import { getForm, getSettings, saveSettings } from './shop-settings.ts';
import { askAction } from './self-service.ts';
import { claimProfile, closeSession, listOwnConversations, openSession } from './shopper-session.ts';
import { markShopperRead, markStaffRead, setTyping } from './signals.ts';
import { getTranscript, mailTranscript } from './transcripts.ts';
import { getShopper, listTeam, openStaffSession, setState, watchInbox } from './staff.ts';

/** Who carries out which command of a shopper. */
const shopperHandlers: ShopperHandlers = {
  'session:open': openSession,
  'session:close': closeSession,
  'profile:claim': claimProfile,
  'conversation:list': listOwnConversations,
  'conversation:watch': watchConversation,
  'entries:list': listEntries,
  'entries:wait': waitForEntries,
  'message:send': sendShopperMessage,
  'typing:set': setTyping,
  'read:mark': markShopperRead,
  'cart:report': reportCart,
  'action:ask': askAction,
  'action:confirm': confirmAction,
  'action:decline': declineAction,
  'identity:request-code': requestCode,
  'identity:confirm-code': confirmCode,
  'file:link': linkFile,
  'form:get': getForm,
  'form:answer': answerForm,
  'rating:give': giveRating,
  'transcript:get': getTranscript,
  'transcript:mail': mailTranscript,
  'article:find': findArticles,
  'article:get': getArticle,
};

/** Who carries out which command of everybody else. */
const staffHandlers: StaffHandlers = {
  'session:open': openStaffSession,
  'inbox:watch': watchInbox,
  'conversation:list': listConversations,
  'conversation:search': searchConversations,
  'conversation:get': getConversation,
  'conversation:watch': watchConversation,
  'conversation:unwatch': unwatchConversation,
  'conversation:assign': assignConversation,
  'conversation:close': closeConversation,
  'conversation:reopen': reopenConversation,
  'entries:list': listEntries,
  'entries:wait': waitForEntries,
  'message:send': sendReply,
  'note:add': addNote,
  'outcome:record': recordOutcome,
  'typing:set': setTyping,
  'read:mark': markStaffRead,
  'shopper:get': getShopper,
  'cart:get': getCart,
  'team:list': listTeam,
  'state:set': setState,
  'followup:add': addFollowup,
  'followup:finish': finishFollowup,
  'followup:list': listFollowups,
  'draft:hold': holdDraft,
  'draft:release': releaseDraft,
  'draft:return': returnDraft,
  'draft:withdraw': withdrawDraft,
  'draft:list': listDrafts,
  'action:list': listActions,
  'action:preview': previewAction,
  'action:request': requestAction,
  'approval:list': listApprovals,
  'action:approve': approveAction,
  'action:reject': rejectAction,
  'action:cancel': cancelAction,
  'identity:ask': askIdentity,
  'shopper:erase': eraseShopper,
  'conversation:erase': eraseConversation,
  'file:link': linkFile,
  'settings:get': getSettings,
  'settings:save': saveSettings,
  'article:list': listArticles,
  'article:save': saveArticle,
  'article:remove': removeArticle,
  'canned:list': listCanned,
  'canned:save': saveCanned,
  'canned:remove': removeCanned,
  'office:open': openOffice,
  'action:report': reportAction,
};

const bind = (
  commands: Record<string, Command>,
  handlers: Record<string, (context: never, input: never) => unknown>,
  services: Services,
): Routes =>
  new Map(
    Object.entries(commands).map(([name, command]): [string, Route] => {
      const handler = handlers[name];
      if (!handler) throw new Error(`no handler for ${name}`);
      const handle: Route['handle'] = (caller, input) =>
        handler({ ...services, caller, identity: caller.identity } as never, input);
      return [name, { ...command, name, handle }];
    }),
  );

/** The commands of both sides with what carries them out, for `answer`. */
export const createRoutes = (services: Services): Record<Identity['kind'], Routes> => ({
  shopper: bind(shopperCommands, shopperHandlers, services),
  staff: bind(agentCommands, staffHandlers, services),
});
