import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { jsx, jsxs } from 'preact/jsx-runtime';

const lent = { Fragment, jsx, jsxs, useEffect, useLayoutEffect, useRef, useState };
/** What the later part uses of the panel’s Preact. */
export type Lent = typeof lent;

/** Puts Preact where the later part finds it, in this document of ours. */
export const lendPreact = (): void => {
  Object.assign(globalThis, { shopbellPreact: lent });
};
