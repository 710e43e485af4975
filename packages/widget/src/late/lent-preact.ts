import type { Lent } from '../panel/lend-preact.ts';

/** The panel’s Preact, in the place of a second one: the build puts this module where the later part imports it. */
const lent = (globalThis as unknown as { shopbellPreact: Lent }).shopbellPreact;

export const { Fragment, jsx, jsxs, useEffect, useLayoutEffect, useRef, useState } = lent;
