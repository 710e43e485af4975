import type { Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import type { PaletteCommand } from '../action/choices.ts';
import { Palette } from '../action/palette.tsx';
import { CannedDialog } from '../canned/canned-dialog.tsx';
import { CloseDialog } from '../thread/close-dialog.tsx';
import { HandDialog } from '../thread/hand-dialog.tsx';
import { tellActions } from '../thread/stories.ts';
import type { Thread } from '../thread/thread.ts';
import { workOn, type Work } from '../thread/work.ts';
import { useDesk } from './desk.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { useStore } from './store.ts';

type Open = { thread: Thread; summary: Conversation };

/** The most actions an outcome names. */
const actionsMax = 50;

const doneActions = (thread: Thread): `act_${string}`[] =>
  tellActions(thread.state.get().entries)
    .filter(({ step }) => step === 'succeeded' || step === 'verified')
    .slice(-actionsMax)
    .map(({ action }) => action as `act_${string}`);

const useCommands = (summary: Conversation, work: Work): PaletteCommand[] => {
  const { look, text, rights, agent } = useDesk();
  if (!rights.canReply) return [];
  if (summary.status === 'closed') {
    return [{ command: 'close', label: text.manage.reopen, run: work.reopen }];
  }
  const show = (dialog: 'hand' | 'close') => () => look.set((before) => ({ ...before, dialog }));
  const take: PaletteCommand = { command: 'take', label: text.manage.take, run: work.take };
  return [
    ...(summary.assignee?.id === agent.me.id ? [] : [take]),
    { command: 'identify', label: text.identity.ask, run: work.identify },
    { command: 'hand', label: text.manage.hand, run: show('hand') },
    { command: 'close', label: text.manage.close, run: show('close') },
  ];
};

const OpenDialog = ({ open }: { open: Open }): JSX.Element | null => {
  const desk = useDesk();
  const { dialog } = useStore(desk.look);
  const { thread, summary } = open;
  const work = workOn(thread.handle, desk);
  const commands = useCommands(summary, work);
  const leave = (): void => desk.look.set((before) => ({ ...before, dialog: null, preset: null }));
  if (dialog === 'hand') return <HandDialog summary={summary} onHand={work.hand} onCancel={leave} />;
  if (dialog === 'close') {
    return <CloseDialog actions={doneActions(thread)} onClose={work.close} onCancel={leave} />;
  }
  if (dialog !== 'palette') return null;
  return <Palette thread={thread} summary={summary} commands={commands} onClose={leave} />;
};

/** The dialog that is open, if one is. */
export const Dialogs = ({ open }: { open: Open | null }): JSX.Element | null => {
  const { look } = useDesk();
  const { dialog } = useStore(look);
  if (dialog === 'keys') {
    return <KeysDialog onClose={() => look.set((before) => ({ ...before, dialog: null }))} />;
  }
  if (dialog === 'canned') {
    return <CannedDialog onClose={() => look.set((before) => ({ ...before, dialog: null }))} />;
  }
  return open && dialog ? <OpenDialog key={dialog} open={open} /> : null;
};
