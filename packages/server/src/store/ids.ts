import type {
  ActionId,
  AgentId,
  ConversationId,
  DraftId,
  FollowupId,
  KeyId,
  ShopperId,
} from '@shopbell/protocol';
import { nanoid } from 'nanoid';

type Ids = {
  cnv: ConversationId;
  shp: ShopperId;
  agt: AgentId;
  act: ActionId;
  fil: `fil_${string}`;
  key: KeyId;
  flw: FollowupId;
  drf: DraftId;
};

/** A new id of a kind: its prefix and 126 random bits, `cnv_V1StGXR8_Z5jdHi6B-myT`. */
export const newId = <P extends keyof Ids>(prefix: P): Ids[P] => `${prefix}_${nanoid()}` as Ids[P];
