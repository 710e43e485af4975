import type { DraftId } from '@shopbell/protocol';
import { askAgain, type AgentConnection } from './connect.ts';
import type { Drafts } from './draft-types.ts';
import { newNonce } from './nonce.ts';
import { partsOf } from './parts-of.ts';

const optional = (comment: string | undefined) => (comment === undefined ? {} : { comment });

/** What an agent asks about drafts, over a connection. */
export const createDrafts = (connection: AgentConnection): Drafts => {
  const head = (draft: string) => ({ draft: draft as DraftId, nonce: newNonce() });
  return {
    drafts: (page = {}) => askAgain(connection, 'draft:list', page),
    release: (draft, { content, comment } = {}) =>
      connection.post('draft:release', {
        ...head(draft),
        ...(content === undefined ? {} : { parts: partsOf(content) }),
        ...optional(comment),
      }),
    giveBack: (draft, comment) => connection.post('draft:return', { ...head(draft), comment }),
    withdraw: (draft) => connection.post('draft:withdraw', head(draft)),
  };
};
