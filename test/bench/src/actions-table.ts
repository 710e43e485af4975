import type { ActionsSummary, Measured, Spread } from './actions.ts';
import { timedSteps } from './counter.ts';

const cells = ({ p50Ms, p95Ms, p99Ms, share }: Spread): string =>
  [p50Ms, p95Ms, p99Ms].map((ms) => ms.toFixed(1).padStart(9)).join('') +
  `${(share * 100).toFixed(0)} %`.padStart(9);

const rowsOf = (name: string, { n, whole, steps, cpuMs }: Measured): string[] => [
  `${`${name} (n = ${n})`.padEnd(44)}${cells(whole)}`,
  ...timedSteps.flatMap((step) => {
    const spread = steps[step];
    return spread ? [`  → ${step}`.padEnd(44) + cells(spread)] : [];
  }),
  `  CPU: relay ${cpuMs.relay.toFixed(2)}, office ${cpuMs.office.toFixed(2)}, shop ${cpuMs.shop.toFixed(2)}`,
];

/** What the summary says, a line a step; each step lasts from the one above it, as the asker hears them. */
export const actionsTable = ({ refund, followUp, lookup, reference }: ActionsSummary): string =>
  [
    `${'ms'.padEnd(44)}${['p50', 'p95', 'p99', 'share'].map((each) => each.padStart(9)).join('')}`,
    ...rowsOf('refund.issue, confirmed at once', refund),
    ...rowsOf('followup.schedule', followUp),
    ...rowsOf('order.list, a read', lookup),
    `reference: a durable write ${reference.syncMs.toFixed(2)} ms, a question to the shop ${reference.shopMs.toFixed(2)} ms`,
  ].join('\n');
