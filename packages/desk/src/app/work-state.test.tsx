import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { refuse, type Person } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversation, fakeAgent, message, nora, now, tom } from '../../test/fake-agent.ts';
import { prepareBrowser, press, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

type Work = NonNullable<Person['work']>;
const working = (person: Person, work: Partial<Work> = {}): Person => {
  const { id, name, role, online } = person;
  const stands: Work = { state: 'available', since: now, load: 1, capacity: 4, ...work };
  return { id, name, role, online, work: stands };
};
const one = conversation('one00000');
const show = (team?: readonly Person[]) => {
  const entries = [message(1, 'Where is my order?')];
  const fake = fakeAgent({ conversations: [one], entries, ...(team ? { team } : {}) });
  showDesk(fake);
  return fake;
};

test('a shop that gives out no conversations has no switch', async () => {
  show();
  await screen.findByRole('option', { name: /Marta/ });
  expect(screen.queryByRole('button', { name: /Available|Away/ })).toBeNull();
});

test('the switch says how one stands, and a press or its key turns it', async () => {
  const fake = show([working(nora), tom]);
  const button = await screen.findByRole('button', { name: /Available 1 of 4 conversations/ });
  fireEvent.click(button);
  expect(fake.settingState.mock.calls).toEqual([['away']]);
  await waitFor(() => expect(button.getAttribute('aria-busy')).toBe('false'));
  fake.emit('team:changed', { people: [working(nora, { state: 'away' }), tom] });
  await screen.findByRole('button', { name: /Away/ });
  press('v');
  await waitFor(() => expect(fake.settingState.mock.lastCall).toEqual(['available']));
});

test('what the relay refuses is said, and the switch stays as it is', async () => {
  const fake = show([working(nora), tom]);
  fake.settingState.mockRejectedValueOnce(refuse('unavailable', 'The relay is away.'));
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  await screen.findByLabelText('Messages');
  fireEvent.click(screen.getByRole('button', { name: /Available/ }));
  await screen.findByText(/The relay is away/);
  expect(screen.getByRole('button', { name: /Available/ }).getAttribute('aria-busy')).toBe('false');
});

test('who could take a conversation over is listed by room, with state and load', async () => {
  const others = ['Ada', 'Ben', 'Cleo'].map((name) => ({ ...tom, id: `agt_${name}00000` as const, name }));
  const [ada, ben, cleo] = others as [Person, Person, Person];
  show([
    working(nora),
    working(ada, { state: 'away', load: 0 }),
    working(ben, { load: 4 }),
    working({ ...cleo, online: false }, { state: 'offline', load: 0 }),
    working(tom, { load: 3 }),
  ]);
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  await screen.findByLabelText('Messages');
  press('h');
  const rows = within(await screen.findByRole('dialog')).getAllByRole('listitem');
  const said = rows.map((row) => row.textContent);
  expect(said).toEqual([
    expect.stringMatching(/Nora.*Available.*1 of 4/),
    expect.stringMatching(/Tom.*Available.*3 of 4/),
    expect.stringMatching(/Ben.*Available.*4 of 4/),
    expect.stringMatching(/Ada.*Away.*0 of 4/),
    expect.stringMatching(/Cleo.*Not there.*0 of 4/),
  ]);
});
