/** What somebody does in a panel that is drawn, by what they see there. */
export type Hands = {
  /** Presses the nth of what matches; rejects when it does not come. */
  press: (selector: string, nth?: number) => Promise<void>;
  /** Fills in a field and leaves it. */
  fill: (selector: string, text: string) => Promise<void>;
  scroll: (selector: string, top: number) => Promise<void>;
};

const patienceMs = 5_000;

/** After what was set has been drawn. */
export const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** Waits until something is so; rejects when it does not come to be. */
export const comes = async <T>(what: string, look: () => T | null | undefined | false): Promise<T> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`It does not come: ${what}`);
    await drawn();
  }
};

/** Hands in one panel. */
export const handsIn = (panel: Element): Hands => {
  const find = (selector: string, nth = 0): Promise<HTMLElement> =>
    comes(selector, () => panel.querySelectorAll<HTMLElement>(selector)[nth]);
  return {
    press: async (selector, nth) => {
      (await find(selector, nth)).click();
      await drawn();
    },
    fill: async (selector, text) => {
      const field = (await find(selector)) as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      field.dispatchEvent(new FocusEvent('blur'));
      await drawn();
    },
    scroll: async (selector, top) => {
      (await find(selector)).scrollTop = top;
      await drawn();
    },
  };
};
