/** One thing that happened; `at`: ms since the Unix epoch. */
export type Event = { id: number; at: number; text: string };

/** What happens, for the page and the terminal. */
export type News = {
  say: (text: string) => void;
  /** A line of a relay’s log: what a shop would send by mail is said, the rest only where something failed. */
  hear: (who: string, line: string) => void;
  events: () => Event[];
};

const keptMost = 100;
const codes = /^the code for .* is /;

/** Makes an empty list; each new sentence is told too. */
export const createNews = (tell: (text: string) => void): News => {
  let events: Event[] = [];
  let count = 0;
  const say = (text: string): void => {
    events = [...events, { id: (count += 1), at: Date.now(), text }].slice(-keptMost);
    tell(text);
  };
  return {
    say,
    // With PostgreSQL stopped a relay has much to complain of; here that is the point.
    hear: (who, line) => {
      if (codes.test(line)) say(`${who}: ${line}`);
    },
    events: () => events,
  };
};
