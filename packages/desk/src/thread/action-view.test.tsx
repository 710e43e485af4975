import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { refuse, type ActionOffer, type Author, type Card, type Entry } from '@shopbell/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversation, fakeAgent, marta, message, nora, now, tom } from '../../test/fake-agent.ts';
import { prepareBrowser, press, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

type Step = Entry<'action'>['data']['step'];
const office: Author = { kind: 'office', id: 'agt_office00', name: 'Back office' };
const relay: Author = { kind: 'system', id: 'relay', name: '' };
const agentTom: Author = { kind: 'agent', id: tom.id, name: tom.name };
const agentNora: Author = { kind: 'agent', id: nora.id, name: nora.name };
const supervisor = { ...nora, role: 'supervisor' as const };
const digest = 'd'.repeat(64);
const plan = {
  summary: 'Refund €25.00 for order LT-1.',
  confirm: true,
  approve: 'supervisor' as const,
  digest,
  expiresAt: now + 900_000,
};
const actors: Partial<Record<Step, Author>> = {
  requested: agentTom,
  confirmed: marta,
  declined: marta,
  approved: { kind: 'agent', id: 'agt_vera0000', name: 'Vera' },
  running: relay,
  expired: relay,
  cancelled: agentTom,
};

const entry = (seq: number, step: Step, values: Partial<Entry<'action'>> = {}): Entry<'action'> => ({
  conversation: 'cnv_one00000',
  seq,
  publicSeq: seq,
  at: now - 20_000 + seq,
  by: actors[step] ?? office,
  audience: 'everyone',
  nonce: `nonce-${seq}`,
  type: 'action',
  data: {
    action: 'act_aaaaaaaa',
    name: 'order.refund',
    title: 'Refund an order',
    step,
    ...(step === 'planned' ? { plan } : {}),
  },
  ...values,
});

const open = async (
  steps: readonly (Step | Entry<'action'>)[],
  more: Partial<Parameters<typeof fakeAgent>[0]> = {},
) => {
  const entries = steps.map((step, index) => (typeof step === 'string' ? entry(index + 2, step) : step));
  const given = [message(1, 'My money, please.'), ...entries];
  const fake = fakeAgent({ conversations: [conversation('one00000')], entries: given, ...more });
  const shown = showDesk(fake);
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  await screen.findByLabelText('Messages');
  return { fake, ...shown };
};
const story = () => screen.getByRole('article', { name: 'Refund an order' });
const head = () => story().querySelector('.action-head .state')?.textContent;
const steps = () =>
  within(story())
    .getAllByRole('listitem')
    .map((item) => item.querySelector('.state')?.textContent);

describe('the story tells each step in words', () => {
  const agreed: Step[] = ['requested', 'planned', 'confirmed', 'approved'];
  test.each<[Step[], string, string]>([
    [['requested', 'planned'], 'Waits for the shopper and a supervisor', 'Planned by Back office'],
    [['requested', 'planned', 'confirmed'], 'Waits for a supervisor', 'Confirmed by Marta Kowalska'],
    [['requested', 'planned', 'approved'], 'Waits for the shopper', 'Approved by Vera'],
    [[...agreed, 'running'], 'Running', 'Begun'],
    [[...agreed, 'running', 'succeeded'], 'Done', 'Done'],
    [[...agreed, 'running', 'failed'], 'Failed', 'Failed'],
    [
      [...agreed, 'running', 'unknown'],
      'Unclear, being checked',
      'Unclear whether it took effect; it is being checked',
    ],
    [[...agreed, 'running', 'succeeded', 'verified'], 'Done and checked', 'Checked in the shop'],
    [[...agreed, 'running', 'succeeded', 'unverified'], 'Could not be checked', 'Could not be checked'],
    [['requested', 'planned', 'declined'], 'Declined', 'Declined by Marta Kowalska'],
    [['requested', 'planned', 'expired'], 'Expired', 'Expired, because not everybody answered in time'],
    [['requested', 'planned', 'cancelled'], 'Cancelled', 'Cancelled by Tom Becker'],
    [['requested', 'planned', 'refused'], 'Refused', 'Refused by Back office'],
  ])('%j', async (given, standing, last) => {
    await open(given);
    expect(head()).toBe(standing);
    expect(steps()).toHaveLength(given.length);
    expect(steps().at(-1)).toBe(last);
    expect(within(story()).getByText(plan.summary)).toBeTruthy();
  });

  test('the card of the plan goes once it is done, and the one of the result stands there', async () => {
    const total = { amount: 2_500, currency: 'EUR' };
    const lines = [{ title: 'Kettle', quantity: 1, amount: total }];
    const refunded = { kind: 'refund', version: 1, order: 'LT-1', lines, total } as const;
    const card: Card = { ...refunded, status: 'planned' };
    const planned = entry(3, 'planned');
    const withCard = { ...planned, data: { ...planned.data, plan: { ...plan, card } } };
    const { fake } = await open(['requested', withCard, 'confirmed', 'approved', 'running']);
    expect(within(story()).getByText('Not yet issued')).toBeTruthy();
    const done = entry(7, 'succeeded');
    fake.append({ ...done, data: { ...done.data, card: { ...refunded, status: 'issued' } } });
    await waitFor(() => expect(within(story()).queryByText('Not yet issued')).toBeNull());
    expect(within(story()).getByRole('article', { name: /LT-1/ })).toBeTruthy();
  });

  test('what a plan refuses is said with the reason for staff', async () => {
    const error = { code: 'refused', message: 'Order LT-1 was refunded in full.' };
    await open(['requested', entry(3, 'refused', { staffData: { error } })]);
    expect(head()).toBe('Refused');
    expect(within(story()).getByText(error.message)).toBeTruthy();
  });
});

describe('what is unclear says so besides its state', () => {
  const agreed: Step[] = ['requested', 'planned', 'confirmed', 'approved', 'running'];
  test.each<[Step, RegExp]>([
    ['unknown', /nothing is done twice/],
    ['unverified', /Somebody has to look in the shop/],
  ])('%s', async (step, words) => {
    await open([...agreed, step]);
    expect(within(story()).getByText(words)).toBeTruthy();
    expect(story().className).toContain(`action-${step}`);
  });
});

test('G goes to the actions that wait, J and K move among them, and the keys act on the one that has the focus', async () => {
  const second = (seq: number, step: Step): Entry<'action'> => {
    const made = entry(seq, step);
    return { ...made, data: { ...made.data, action: 'act_bbbbbbbb', title: 'Refund the rest' } };
  };
  const { fake } = await open(['requested', 'planned', second(4, 'requested'), second(5, 'planned')], {
    me: supervisor,
  });
  const other = screen.getByRole('article', { name: 'Refund the rest' });
  press('g');
  expect(document.activeElement).toBe(story());
  press('j');
  expect(document.activeElement).toBe(other);
  press('y');
  fireEvent.click(document.activeElement!);
  expect(fake.deciding.approve.mock.calls).toEqual([['act_bbbbbbbb', digest]]);
  press('k');
  expect(document.activeElement).toBe(story());
  press('Escape');
  expect(document.activeElement).toBe(screen.getByLabelText('Messages'));
});

describe('approval', () => {
  test('a supervisor goes to Approve by Y and approves the plan that is shown', async () => {
    const { fake } = await open(['requested', 'planned'], { me: supervisor });
    press('y');
    const button = within(story()).getByRole('button', { name: 'Approve' });
    expect(document.activeElement).toBe(button);
    expect(within(button).getByText('Y')).toBeTruthy();
    expect(fake.deciding.approve).not.toHaveBeenCalled();
    fireEvent.click(button);
    expect(fake.deciding.approve.mock.calls).toEqual([['act_aaaaaaaa', digest]]);
    expect(document.activeElement).toBe(story());
    fake.append(entry(4, 'approved', { by: agentNora }));
    expect(await within(story()).findByText('Approved by Nora Lindgren')).toBeTruthy();
    expect(within(story()).queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  test('X asks why not, insists on a reason, and rejects with it', async () => {
    const { fake } = await open(['requested', 'planned', 'confirmed'], { me: supervisor });
    press('x');
    const reason = await within(story()).findByLabelText('Why not?');
    await waitFor(() => expect(document.activeElement).toBe(reason));
    fireEvent.click(within(story()).getByRole('button', { name: 'Reject' }));
    await within(story()).findByText('This is needed.');
    expect(fake.deciding.reject).not.toHaveBeenCalled();
    fireEvent.input(reason, { target: { value: ' Too much. ' } });
    fireEvent.click(within(story()).getByRole('button', { name: 'Reject' }));
    expect(fake.deciding.reject.mock.calls).toEqual([['act_aaaaaaaa', digest, 'Too much.']]);
  });

  test('Escape leaves the reason and the conversation stays open', async () => {
    await open(['requested', 'planned'], { me: supervisor });
    press('x');
    await waitFor(() => expect(document.activeElement?.matches('input')).toBe(true));
    press('Escape');
    await within(story()).findByRole('button', { name: 'Approve' });
  });

  test('who asked for it is told that another has to approve, and may cancel', async () => {
    const own = entry(2, 'requested', { by: agentNora });
    const { fake } = await open([own, entry(3, 'planned')], { me: supervisor });
    expect(within(story()).getByText(/another supervisor has to approve/)).toBeTruthy();
    press('y');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    fireEvent.click(within(story()).getByRole('button', { name: 'Cancel' }));
    expect(fake.deciding.call).toHaveBeenCalledWith('action:cancel', {
      action: 'act_aaaaaaaa',
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('a colleague learns who has to approve, and has no buttons', async () => {
    await open(['requested', 'planned']);
    expect(within(story()).getByText('A supervisor has to approve this.')).toBeTruthy();
    expect(within(story()).queryByRole('button')).toBeNull();
  });

  test('there is nothing to decide once it runs', async () => {
    const agreed: Step[] = ['requested', 'planned', 'confirmed', 'approved', 'running'];
    await open(agreed, { me: supervisor });
    expect(within(story()).queryByRole('button')).toBeNull();
  });

  test('what the relay refuses is said', async () => {
    const { fake } = await open(['requested', 'planned'], { me: supervisor });
    fake.deciding.approve.mockRejectedValueOnce(refuse('conflict', 'The plan has changed meanwhile.'));
    fireEvent.click(within(story()).getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('That did not work. The plan has changed meanwhile.')).toBeTruthy();
  });
});

const refund: ActionOffer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan'],
  input: {
    type: 'object',
    properties: { order: { type: 'string', title: 'Order number' }, email: { type: 'string' } },
    required: ['order', 'email'],
  },
  output: {},
};

const ask = async () => {
  press('k', { ctrlKey: true });
  fireEvent.keyDown(await screen.findByLabelText('Search for an action'), { key: 'Enter' });
  fireEvent.input(await screen.findByLabelText(/Order number/), { target: { value: 'LT-1' } });
  fireEvent.click(screen.getByRole('button', { name: 'See the plan' }));
};
const known = conversation('one00000', {
  shopper: {
    id: marta.id,
    name: marta.name,
    claimed: {},
    verified: { sub: 'c-7', email: 'marta@example.com' },
  },
});

const input = { order: 'LT-1', email: 'marta@example.com' };
const preview = {
  plan: {
    summary: 'Refund €90.00 for order LT-1.',
    confirm: true,
    approve: 'supervisor' as const,
    amount: { amount: 9_000, currency: 'EUR' },
    expiresInMs: 3_600_000,
  },
  digest: 'e'.repeat(64),
};
const see = async (more: Partial<typeof preview.plan> = {}) => {
  const shown = await open([], { conversations: [known], offers: [refund] });
  shown.fake.writing.preview.mockResolvedValue({ ...preview, plan: { ...preview.plan, ...more } });
  await ask();
  return shown;
};

test('the plan is shown before anybody is asked: what, for how much, who has to agree, and how long', async () => {
  const { fake } = await see();
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText(preview.plan.summary)).toBeTruthy();
  for (const words of [
    '€90.00 would leave the shop.',
    /Marta.* has to agree/,
    /supervisor has to approve/,
    /for 1 hour/,
  ])
    expect(dialog.getByText(words)).toBeTruthy();
  expect(fake.writing.preview.mock.calls).toEqual([['order.refund', input, { audience: 'everyone' }]]);
  expect(fake.writing.request).not.toHaveBeenCalled();
  await waitFor(() =>
    expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Send the request' })),
  );
});

test('what is sent names the plan that was seen, and is left to the conversation', async () => {
  const { fake } = await see();
  fireEvent.click(await screen.findByRole('button', { name: 'Send the request' }));
  const asked = ['order.refund', input, { audience: 'everyone', expects: preview.digest }];
  await waitFor(() => expect(fake.writing.request.mock.calls).toEqual([asked]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement?.id).toBe('thread'));
  expect(fake.writing.run).not.toHaveBeenCalled();
});

test('one goes back from the plan to the form as it was filled', async () => {
  const { fake } = await see();
  fireEvent.click(await screen.findByRole('button', { name: 'Change it' }));
  const order = await screen.findByLabelText<HTMLInputElement>(/Order number/);
  expect(order.value).toBe('LT-1');
  await waitFor(() => expect(document.activeElement).toBe(order));
  expect(fake.writing.request).not.toHaveBeenCalled();
});

test('a plan that nobody has to agree to says that it happens at once', async () => {
  await see({ confirm: false, approve: undefined as never });
  expect(await screen.findByText(/happens as soon as you send it/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Do it now' })).toBeTruthy();
});

test('a plan that has changed since it was seen is told, and the new one is looked at first', async () => {
  const { fake } = await see();
  const planned = Promise.reject(refuse('action_failed', 'It would now be: Refund €40.00'));
  planned.catch(() => {});
  fake.writing.request.mockResolvedValueOnce({ planned });
  fireEvent.click(await screen.findByRole('button', { name: 'Send the request' }));
  expect(await screen.findByText('It would now be: Refund €40.00')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'See the plan again' }));
  await screen.findByRole('button', { name: 'Send the request' });
  expect(fake.writing.preview).toHaveBeenCalledTimes(2);
});

test('what the office refuses to plan stays in its form with the reason', async () => {
  const { fake } = await open([], { conversations: [known], offers: [refund] });
  fake.writing.preview.mockRejectedValueOnce(refuse('office_unavailable', 'Nobody offers it now.'));
  await ask();
  expect(await screen.findByText('Nobody offers it now.')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>(/Order number/).value).toBe('LT-1');
  expect(fake.writing.request).not.toHaveBeenCalled();
});

test('a field that is wrong has the focus and its sentence, which goes as it is mended', async () => {
  await open([], { conversations: [known], offers: [refund] });
  press('k', { ctrlKey: true });
  fireEvent.keyDown(await screen.findByLabelText('Search for an action'), { key: 'Enter' });
  const order = await screen.findByLabelText(/Order number/);
  await waitFor(() => expect(document.activeElement).toBe(order));
  fireEvent.click(screen.getByRole('button', { name: 'See the plan' }));
  await screen.findByText('This is needed.');
  expect(order.getAttribute('aria-invalid')).toBe('true');
  fireEvent.input(order, { target: { value: 'L' } });
  await waitFor(() => expect(screen.queryByText('This is needed.')).toBeNull());
});
