// Puts into the page what the cluster says of itself, twice a second, and asks it for what a button says.

const words = { up: 'Up', starting: 'Starting', draining: 'Draining', down: 'Down' };
const number = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const put = (element, text) => {
  // Only what changes: nothing is read out, selected or laid out again for nothing.
  if (element.textContent !== text) element.textContent = text;
};
const show = (name, text, within) => put(one(`[data-figure="${name}"]`, within), text);

const ago = (ms) => {
  if (ms === null) return '–';
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s ago`;
  return `${number.format(Math.round(ms / 60_000))} min ago`;
};
const taking = (ms) => {
  if (ms === null) return '–';
  return ms < 1_000 ? `${ms.toFixed(1)} ms` : `${(ms / 1_000).toFixed(1)} s`;
};
const lasting = (ms) => {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
};

// Not `disabled`: a button that had the focus would lose it.
const allow = (button, isAllowed) => button.setAttribute('aria-disabled', String(!isAllowed));

const showState = (element, state, tail = '') => {
  element.dataset.is = state;
  put(element, `${words[state]}${tail}`);
};

const showRelay = (card, relay) => {
  card.dataset.is = relay.state;
  showState(one('[data-state]', card), relay.state, ` for ${lasting(relay.sinceMs)}`);
  show('p50', taking(relay.p50Ms), card);
  show('perSecond', relay.perSecond === null ? '–' : number.format(Math.round(relay.perSecond)), card);
  show('sockets', relay.sockets === null ? '–' : number.format(relay.sockets), card);
  show('hint', relay.state === 'down' ? '–' : ago(relay.hintMs), card);
  allow(one('[data-deed="kill"]', card), relay.state !== 'down');
  allow(one('[data-deed="drain"]', card), relay.state === 'up');
  allow(one('[data-deed="start"]', card), relay.state === 'down');
};

const showCounts = (counts) => {
  for (const name of ['acknowledged', 'lost', 'doubled', 'waiting']) show(name, number.format(counts[name]));
  for (const name of ['lost', 'doubled'])
    one(`[data-figure="${name}"]`).classList.toggle('broken', counts[name] > 0);
};

const showBurst = (burst) => {
  allow(one('[data-deed="send"]'), burst === null || burst.tookMs !== null);
  if (burst === null) return;
  const { sent, of, tookMs } = burst;
  const done = `All ${number.format(of)} acknowledged after ${((tookMs ?? 0) / 1_000).toFixed(1)} s.`;
  put(one('[data-burst]'), tookMs === null ? `${number.format(sent)} of ${number.format(of)}` : done);
};

const showDatabase = ({ database, hints }) => {
  showState(one('[data-database]'), database);
  const lost = `${number.format(hints.lost)} hints were lost.`;
  const now = hints.isLosing
    ? 'No hint passes: each relay looks for news once a second.'
    : 'Hints pass: a relay tells the others where there is news.';
  put(one('[data-hints]'), hints.lost > 0 ? `${now} ${lost}` : now);
  allow(one('[data-deed="database-stop"]'), database === 'up');
  allow(one('[data-deed="database-start"]'), database === 'down');
  allow(one('[data-deed="hints-lose"]'), !hints.isLosing);
  allow(one('[data-deed="hints-pass"]'), hints.isLosing);
};

let lastEvent = 0;
const showEvents = (events) => {
  const list = one('.events ol');
  for (const { id, at, text } of events) {
    if (id <= lastEvent) continue;
    lastEvent = id;
    const line = document.createElement('li');
    const when = document.createElement('time');
    const what = document.createElement('span');
    when.dateTime = new Date(at).toISOString();
    when.textContent = clock.format(at);
    what.textContent = text;
    line.append(when, what);
    list.prepend(line);
  }
  while (list.children.length > 100) list.lastElementChild.remove();
};

const offline = one('.offline');
const source = new EventSource('/state');
source.addEventListener('message', ({ data }) => {
  const state = JSON.parse(data);
  offline.hidden = true;
  for (const card of all('[data-relay]')) showRelay(card, state.relays[Number(card.dataset.relay)]);
  showCounts(state.counts);
  showBurst(state.burst);
  showDatabase(state);
  showEvents(state.events);
});
source.addEventListener('error', () => {
  offline.hidden = false;
});

const ask = async (asked) => {
  try {
    const headers = { 'content-type': 'application/json' };
    await fetch('/deed', { method: 'POST', headers, body: JSON.stringify(asked) });
  } catch {
    offline.hidden = false;
  }
};

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-deed]');
  if (button === null || button.getAttribute('aria-disabled') === 'true') return;
  const { relay } = button.closest('[data-relay]')?.dataset ?? {};
  void ask({ deed: button.dataset.deed, ...(relay === undefined ? {} : { relay: Number(relay) }) });
});
