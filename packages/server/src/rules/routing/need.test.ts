import { Routing } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { needAfter, needOf } from './need.ts';

const routing = Routing.parse({
  teams: [{ id: 'returns', name: 'Returns', people: [] }],
  rules: [
    { when: { page: '/returns/*' }, team: 'returns' },
    { when: { page: '/fr/*', signedIn: true }, skills: ['french', 'accounts'] },
    { when: { page: '/fr/*' }, skills: ['french'] },
    { when: { signedIn: false } },
    { when: {}, skills: ['accounts'] },
  ],
});
const on = (path: string | null, isSignedIn = false) => ({
  page: path === null ? null : { url: `https://shop.test${path}` },
  isSignedIn,
});

test.each([
  ['the page names the team', on('/returns/42?from=mail#top'), { team: 'returns', skills: [] }],
  [
    'the first rule that fits counts',
    on('/fr/returns', true),
    { team: null, skills: ['french', 'accounts'] },
  ],
  ['all of a rule has to be so', on('/fr/returns'), { team: null, skills: ['french'] }],
  ['who is not signed in is a case, too', on('/tins'), { team: null, skills: [] }],
  ['a rule without conditions is for the rest', on('/tins', true), { team: null, skills: ['accounts'] }],
  ['no page is on no path', on(null), { team: null, skills: [] }],
  [
    'what is no address is on no path',
    { page: { url: 'tins' }, isSignedIn: true },
    { team: null, skills: ['accounts'] },
  ],
])('R68 what a conversation needs is said by the shop’s rules: %s', (_what, origin, need) => {
  expect(needOf(routing, origin)).toEqual(need);
});

test('R68 without rules anybody will do', () => {
  expect(needOf(Routing.parse({}), on('/returns/1'))).toEqual({ team: null, skills: [] });
});

test.each([
  ['before the time is over', 60_000, 59_999, 'returns'],
  ['to the millisecond it is over', 60_000, 60_000, null],
  ['at once, where there is none to wait', 0, 0, null],
  ['never, where the shop names none', undefined, 86_400_000, 'returns'],
])('R73 what has waited so long is for anybody: %s', (...[, overflowMs, waitedMs, team]) => {
  const need = { team: 'returns', skills: ['french'] };
  const left = needAfter(overflowMs === undefined ? {} : { overflowMs }, need, waitedMs);
  expect(left).toEqual(team === null ? { team: null, skills: [] } : need);
});
