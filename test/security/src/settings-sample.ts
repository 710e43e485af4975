const euro = (amount: number) => ({ amount, currency: 'EUR' });
const asked = { label: 'What', required: true };
const form = {
  id: 'first',
  title: 'Before we begin',
  intro: 'A few words.',
  fields: [
    { kind: 'name', id: 'name', ...asked },
    { kind: 'email', id: 'email', ...asked },
    { kind: 'phone', id: 'phone', ...asked },
    { kind: 'text', id: 'about', ...asked, long: true },
    { kind: 'choice', id: 'topic', ...asked, options: [{ value: 'a', label: 'A' }] },
    { kind: 'consent', id: 'consent', ...asked, url: 'https://demo.example/privacy' },
  ],
};
const day = [{ from: '09:00', to: '17:00' }];

/** Settings that hold every field a shop can set. */
export const settings = {
  hours: {
    timeZone: 'Europe/Berlin',
    week: [day, day, day, day, day, [], []],
    holidays: [{ date: '2026-12-24', name: 'Christmas Eve', spans: day }],
  },
  preChat: form,
  offline: form,
  rating: { scale: 5 },
  transcript: { download: true, mail: true },
  greetings: [
    {
      id: 'hello',
      text: 'Can we help?',
      when: { page: '/tins/*', afterMs: 10_000, cart: euro(5_000), returning: true, language: 'en' },
      everyMs: 86_400_000,
    },
  ],
  bot: 'Bell',
  selfService: ['order.lookup'],
  routing: {
    order: 'round_robin',
    capacity: 3,
    sticky: false,
    overflowMs: 60_000,
    returnMs: 60_000,
    outsideHours: 'give',
    teams: [{ id: 'returns', name: 'Returns', people: ['agt_nobody_0001'] }],
    people: [{ id: 'agt_nobody_0001', capacity: 2, skills: ['french'] }],
    rules: [{ when: { page: '/returns/*', signedIn: true }, team: 'returns', skills: ['french'] }],
  },
  drafts: { dueAfterMs: 120_000 },
};
