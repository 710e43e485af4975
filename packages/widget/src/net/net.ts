import { addStyles } from '../late/add-styles.ts';
import netCss from './net.css?inline';

addStyles(netCss);

/** What the panel fetches once it is painted: for other tabs, and what is to outlast the page. */
export { announce } from './announce.ts';
export { joinTabs } from './join-tabs.ts';
export { boxOf } from './outbox-store.ts';
export { subjectOf } from './subject-of.ts';
export { tend } from './tend.ts';
export { Tools } from './tools.tsx';
