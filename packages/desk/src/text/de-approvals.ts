import type { Texts } from './en.ts';

/** The words about what waits for an approval, in German. */
export const approvals: Texts['approvals'] = {
  tab: 'Genehmigungen',
  title: 'Wartet auf Genehmigung',
  empty: 'Nichts wartet auf eine Genehmigung.',
  emptyNext:
    'Was jemand über das eigene Limit hinaus anfragt oder in der Ausbildung schreibt, steht sofort hier, aus jedem Gespräch.',
  failed: 'Was auf eine Genehmigung wartet, ließ sich nicht laden.',
  askedBy: 'Angefragt von',
  for: 'Für',
  agreed: 'hat zugestimmt',
  notAgreed: 'hat noch nicht zugestimmt',
  left: (clock) => `noch ${clock} Zeit`,
  over: 'Die Zeit zum Zustimmen ist vorbei.',
  open: 'Gespräch öffnen',
  more: 'Mehr zeigen',
  gone: (title) => `${title}: Jemand anders hat entschieden, oder die Zeit war vorbei.`,
};
