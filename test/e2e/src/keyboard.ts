import type { Frame, Page } from 'playwright-core';

/** What has the focus: what it is, what it is called, and whether one can see that it has it. */
export type Focused = { tag: string; name: string; hasRing: boolean; isInView: boolean };

/** Somebody at a page who has a keyboard and nothing else. */
export type Hands = {
  page: Page;
  focused: () => Promise<Focused>;
  press: (...keys: string[]) => Promise<void>;
  type: (text: string) => Promise<void>;
  /** Tabs on until what is called so has the focus; gives the names passed on the way, it included. */
  tabTo: (name: string | RegExp, way?: 'Tab' | 'Shift+Tab') => Promise<string[]>;
};

const stopsMax = 80;

/** Runs in a page or frame: what has the focus there. */
const look = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!(element instanceof HTMLElement)) return { tag: 'nothing', name: '', hasRing: false, isInView: false };
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
  const label = labels.map((each) => each.innerText).join(' ');
  const name = element.ariaLabel ?? (label === '' ? element.innerText : label);
  return {
    tag: element.tagName.toLowerCase(),
    name: name.replaceAll(/\s+/g, ' ').trim().slice(0, 120),
    hasRing:
      outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && !/^rgba.*, 0\)$/.test(outlineColor),
    isInView: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
  };
};

const focusedIn = async (where: Page | Frame): Promise<Focused> => {
  const found = await where.evaluate(look);
  if (found.tag !== 'iframe') return found;
  const element = await where.evaluateHandle(() => {
    const { activeElement } = document;
    return activeElement?.shadowRoot?.activeElement ?? activeElement;
  });
  const inner = await element.asElement()?.contentFrame();
  return inner ? focusedIn(inner) : found;
};

/**
 * Watches every page and frame of a context’s: a pointer that was used and a focus that fell to the body where
 * it had been elsewhere are complaints, as errors of the console are.
 */
export const watchKeyboard = async (page: Page): Promise<void> => {
  await page.context().addInitScript(() => {
    let had = '';
    addEventListener('pointerdown', () => console.error('a pointer was used'), true);
    addEventListener(
      'focusin',
      ({ target }) => {
        had =
          target instanceof Element
            ? `${target.tagName} ${target.ariaLabel ?? target.textContent ?? ''}`
            : '';
      },
      true,
    );
    addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== null) return;
      // Where the focus goes to is known once whoever moves it has done so.
      setTimeout(() => {
        const isLost = document.hasFocus() && document.activeElement === document.body;
        if (isLost) console.error(`the focus was lost by ${had.slice(0, 80)}`);
      }, 300);
    });
  });
};

/** Takes a page by its keyboard. */
export const handsOn = (page: Page): Hands => {
  const focused = () => focusedIn(page);
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  return {
    page,
    focused,
    press,
    type: (text) => page.keyboard.type(text),
    tabTo: async (name, way = 'Tab') => {
      const passed: string[] = [];
      while (passed.length < stopsMax) {
        await page.keyboard.press(way);
        const stop = await focused();
        if (!stop.hasRing)
          throw new Error(`No ring on ${stop.tag} “${stop.name}”, after ${passed.join(' → ')}`);
        if (!stop.isInView) throw new Error(`Out of sight: ${stop.tag} “${stop.name}”`);
        passed.push(stop.name);
        if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return passed;
      }
      throw new Error(`Not reached by ${way}: ${String(name)}. Passed ${passed.join(' → ')}`);
    },
  };
};
