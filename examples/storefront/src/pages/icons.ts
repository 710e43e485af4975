import { raw } from 'hono/html';

/** The shop’s mark: an alder leaf over a cup’s rim. */
export const markPath =
  'M16 3c6 4 8 9 5 15l-4 3.500V12a1 1 0 0 0-2 0v9.500L11 18C8 12 10 7 16 3ZM5 23h22c-.500 4-4 6-7 6h-8c-3 0-6.500-2-7-6Z';

const icon = (path: string): ReturnType<typeof raw> =>
  raw(
    `<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.700" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`,
  );

/** The mark, in the colour of the text around it. */
export const mark = () =>
  raw(
    `<svg viewBox="0 0 32 32" width="30" height="30" fill="currentColor" aria-hidden="true"><path d="${markPath}"/></svg>`,
  );
export const searchIcon = () =>
  icon('<circle cx="10.500" cy="10.500" r="6.500"/><path d="M15.500 15.500L21 21"/>');
export const basketIcon = () => icon('<path d="M3 9h18l-2 10.500H5L3 9ZM8 9l3-6M16 9l-3-6M9 13v3M15 13v3"/>');
export const personIcon = () =>
  icon('<circle cx="12" cy="8" r="4"/><path d="M4 21c.500-5 4-7 8-7s7.500 2 8 7"/>');
export const tickIcon = () => icon('<path d="M5 12.500l4.500 4.500L19 7"/>');
