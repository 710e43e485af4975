import { refuse, type ActionOffer, type Scope } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { unseen } from '../rules/action-machine.ts';
import { closedSentence, decideActionRequest } from '../rules/actions.ts';
import { newId } from '../store/ids.ts';
import { previewDigest } from '../rules/action-digest.ts';
import { begun, type ActionRow } from '../store/action-row.ts';
import { appendTo, authorOf, conversationFor, type StaffContext, type StaffHandlers } from './context.ts';
import { actionOf, checkInput, findOffice, officeUnavailable } from './reach-office.ts';
import { storedForStaff } from './reply-data.ts';
import { requireIdentity } from './require-identity.ts';

const has = (scopes: readonly Scope[], name: string): boolean =>
  scopes.includes('action:*') || scopes.some((scope) => scope === `action:${name}`);

/** `action:list`: what the shop’s offices offer now. */
export const listActions: StaffHandlers['action:list'] = ({ offices, identity }) => ({
  actions: offices.offers(identity.shop),
});

const requireScope = ({ identity }: StaffContext, name: string): void => {
  if (!has(identity.scopes, name)) throw refuse('forbidden', `The key lacks the scope “action:${name}”.`);
};

/** `action:request`: checks who, for whom and with what; the steps follow as entries. */
export const requestAction: StaffHandlers['action:request'] = async (context, request) => {
  const { store, offices, actions, identity, now } = context;
  const { conversation, nonce, name, input, audience, expects = null } = request;
  const by = authorOf(context);
  requireScope(context, name);
  const { shopper } = await conversationFor(context, conversation);
  const isKnown = (await store.appended(by, nonce)) !== null;
  const offered = isKnown ? offices.pick(identity.shop, name) : await findOffice(context, name);
  if (!offered && !isKnown) throw officeUnavailable(name);
  if (offered && !isKnown) {
    await requireIdentity(context, shopper, offered.offer);
    checkInput(offered, input);
  }
  const {
    version,
    title,
    effect,
    steps = [],
  } = offered?.offer ?? { version: 1, title: name, effect: 'read' };
  const about = { name, version, title, effect, input, audience, role: identity.person.role, expects };
  const asked = { ...about, plans: steps.includes('plan'), verifies: steps.includes('verify') };
  const dueAt = now() + times[asked.plans ? 'actionPlanTimeoutMs' : 'actionRunTimeoutMs'];
  const id = newId('act');
  const appended = await appendTo(context, request, (state) =>
    decideActionRequest(state, { ...asked, dueAt, action: id }),
  );
  const row: ActionRow = { ...asked, ...begun(dueAt), id, shop: identity.shop, conversation, by };
  if (!appended.repeated && offered) actions.start(row);
  return { ...storedForStaff(appended), action: actionOf(appended.entry) };
};

/** `action:preview`: the plan an office would make, asked as a request would ask for it; nothing comes of it. */
export const previewAction: StaffHandlers['action:preview'] = async (context, request) => {
  const { actions, identity, now } = context;
  const { conversation, name, input, audience } = request;
  requireScope(context, name);
  const { status, shopper } = await conversationFor(context, conversation);
  if (status === 'closed' && audience === 'everyone') throw refuse('conflict', closedSentence);
  const offered = await findOffice(context, name);
  if (!offered) throw officeUnavailable(name);
  const { version, title, effect, steps = [] } = offered.offer;
  if (!steps.includes('plan'))
    throw refuse('bad_request', `“${name}” is not planned: it runs when it is asked for.`);
  await requireIdentity(context, shopper, offered.offer);
  checkInput(offered, input);
  const dueAt = now() + times.actionPreviewTimeoutMs;
  const about = { name, version, title, effect, input, audience, role: identity.person.role };
  const asked = { ...about, plans: true, verifies: false, dueAt };
  const whose = { id: newId('act'), shop: identity.shop, conversation, by: authorOf(context) };
  const plan = await actions.preview({ ...asked, ...begun(dueAt), ...whose }, offered);
  if (plan.confirm && audience === 'staff') throw refuse('action_failed', unseen.message);
  return { plan, digest: previewDigest({ name, version, input, plan }) };
};

/** `office:open`: takes the offers the key has a scope for; says which, once they can be asked for at every relay. */
export const openOffice: StaffHandlers['office:open'] = async (context, { actions }) => {
  const { offices, identity, caller } = context;
  const { connection } = caller;
  if (!connection) throw refuse('bad_request', 'An office needs a WebSocket connection: it is its lease.');
  const allowed: ActionOffer[] = actions.filter(({ name }) => has(identity.scopes, name));
  const { id, name } = identity.person;
  offices.open({ shop: identity.shop, id, name, connection }, allowed);
  await context.actions.elsewhere.told();
  return { accepted: allowed.map((offer) => offer.name) };
};

/** `action:report`. */
export const reportAction: StaffHandlers['action:report'] = async ({ actions, caller }, report) => {
  if (!caller.connection)
    throw refuse('bad_request', 'Report on the connection on which the action was assigned.');
  await actions.report(caller.connection, report);
  return {};
};
