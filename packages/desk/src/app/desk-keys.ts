import type { Conversation } from '@shopbell/protocol';
import type { Work } from '../thread/work.ts';
import type { DeskContext } from './desk.ts';
import type { KeyCommand } from './keys.ts';

/** What the keys work on. */
export type KeyTarget = {
  desk: Pick<DeskContext, 'look' | 'rights' | 'compose'>;
  listed: readonly Conversation[];
  open: { summary: Conversation; work: Work } | null;
  onOpen: (id: string) => void;
  onBack: () => void;
};

const focusOn = (selector: string): boolean => {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  return element !== null;
};

const moveCursor = ({ desk, listed }: KeyTarget, step: 1 | -1): boolean => {
  if (focusedStory() && moveStory(step)) return true;
  if (desk.look.get().tab === 'approvals') return moveStory(step);
  const { cursor, open } = desk.look.get();
  const at = listed.findIndex(({ id }) => id === (cursor ?? open));
  const next = at < 0 ? listed[0] : listed[Math.min(Math.max(at + step, 0), listed.length - 1)];
  if (!next) return false;
  desk.look.set((before) => ({ ...before, cursor: next.id }));
  return focusOn('#inbox-list');
};

/** The actions that wait, here in the conversation and in the queue: what `Y`, `X`, `C` and `J`, `K` work on. */
const stories = '.action-waiting, .approval';

const focusedStory = (): Element | null => document.activeElement?.closest('.action, .approval') ?? null;

const storiesBeside = (story: Element | null): HTMLElement[] => {
  const around = story?.closest('#approvals, .log') ?? document;
  return [...around.querySelectorAll<HTMLElement>(stories)];
};

/** From one waiting action to the next; `false` where there is none. */
const moveStory = (step: 1 | -1): boolean => {
  const story = focusedStory();
  const all = storiesBeside(story);
  const at = all.findIndex((each) => each === story);
  const next =
    at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  return next !== undefined;
};

/** The button of a command: of the action that has the focus, else of the first that has one. */
const storyButton = (command: KeyCommand): HTMLButtonElement | null =>
  (focusedStory() ?? document).querySelector<HTMLButtonElement>(`[data-command="${command}"]`);

const showApprovals = ({ desk }: KeyTarget): boolean => {
  if (!desk.rights.canApprove) return false;
  desk.look.set((before) => ({ ...before, tab: 'approvals', cursor: null }));
  // After it is drawn.
  requestAnimationFrame(() => void (focusOn('.approval') || focusOn('#approvals')));
  return true;
};

/** The first waiting action of the open conversation, or the next one. */
const toActions = ({ open }: KeyTarget): boolean => {
  if (!open) return false;
  const inLog = document.activeElement?.closest('.log .action');
  if (inLog) return moveStory(1);
  return focusOn('.log .action-waiting');
};

const leave = ({ desk, onBack }: KeyTarget): boolean => {
  const { activeElement } = document;
  const { isShopperShown, search } = desk.look.get();
  const story = focusedStory();
  if (isShopperShown) desk.look.set((before) => ({ ...before, isShopperShown: false }));
  else if (activeElement?.id === 'inbox-search' && search !== '') {
    desk.look.set((before) => ({ ...before, search: '' }));
  } else if (story?.closest('.log')) {
    focusOn('.log');
  } else if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select')) {
    if (!focusOn('#thread')) activeElement.blur();
  } else onBack();
  return true;
};

const show = ({ desk }: KeyTarget, values: Partial<ReturnType<DeskContext['look']['get']>>): boolean => {
  desk.look.set((before) => ({ ...before, ...values }));
  return true;
};

const onConversation = (target: KeyTarget, command: 'take' | 'hand' | 'close' | 'identify'): boolean => {
  const { open, desk } = target;
  if (!open || !desk.rights.canReply) return false;
  const isClosed = open.summary.status === 'closed';
  if (command === 'close' && isClosed) open.work.reopen();
  if (isClosed) return command === 'close';
  if (command === 'take') open.work.take();
  else if (command === 'identify') open.work.identify();
  else show(target, { dialog: command });
  return true;
};

const click = (button: HTMLButtonElement | null): boolean => {
  button?.click();
  return button !== null;
};

/** The buttons that a key presses wherever they are. */
const buttons = { orders: '#show-orders', state: '#work-state', latest: '#to-latest' } as const;

/** Does what a key means; `false` when it means nothing here. */
export const press = (target: KeyTarget, command: KeyCommand): boolean => {
  const { desk, open, onOpen } = target;
  const { cursor } = desk.look.get();
  switch (command) {
    case 'next':
    case 'previous':
      return moveCursor(target, command === 'next' ? 1 : -1);
    case 'open':
      if (focusedStory()) return click(storyButton('open'));
      if (cursor) onOpen(cursor);
      return cursor !== null;
    case 'waiting':
    case 'mine':
    case 'all':
      return show(target, { tab: command, cursor: null });
    case 'approvals':
      return showApprovals(target);
    case 'actions':
      return toActions(target);
    case 'search':
      return focusOn('#inbox-search');
    case 'back':
      return leave(target);
    case 'sheet':
      return show(target, { dialog: 'keys' });
    case 'palette':
      return open !== null && show(target, { dialog: 'palette', preset: null });
    case 'reply':
    case 'note':
      if (open) desk.compose.set({ mode: command });
      return open !== null;
    case 'take':
    case 'hand':
    case 'close':
    case 'identify':
      return onConversation(target, command);
    case 'orders':
    case 'state':
    case 'latest':
      return click(document.querySelector<HTMLButtonElement>(buttons[command]));
    // A slip of one key must not give money away: the key goes to the button, Enter presses it.
    case 'approve':
    case 'cancel':
      storyButton(command)?.focus();
      return storyButton(command) !== null;
    case 'reject':
      return click(storyButton('reject'));
    default:
      return command satisfies never;
  }
};
