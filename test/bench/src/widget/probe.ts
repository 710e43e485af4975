/**
 * Runs in every document before anything else, as text: a function of its own world, that knows nothing of ours.
 * Times are absolute, so that those of several documents can be compared.
 */
const probe = (launcher: string, composer: string): void => {
  type Seen = Record<string, number>;
  const seen: Seen = {};
  const page = {
    seen,
    began: performance.timeOrigin,
    cls: 0,
    tasks: [] as number[],
    launcherBox: null as unknown,
  };
  Object.assign(globalThis, { shopbellProbe: page });
  const now = (): number => performance.timeOrigin + performance.now();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      page.cls += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const find = (root: Document | ShadowRoot, selector: string): Element | null => {
    const here = [...root.querySelectorAll(selector)].find((each) => {
      const { width, height } = each.getBoundingClientRect();
      return (
        width > 20 && height > 15 && each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      );
    });
    if (here) return here;
    for (const { shadowRoot } of root.querySelectorAll('*')) {
      const inside = shadowRoot && find(shadowRoot, selector);
      if (inside) return inside;
    }
    return null;
  };
  const look = (): void => {
    const bell = find(document, launcher);
    if (bell) {
      const { x, y, width, height } = bell.getBoundingClientRect();
      page.launcherBox = { x: x + width / 2, y: y + height / 2 };
      seen['launcher'] ??= now();
    }
    if (find(document, composer)) seen['composer'] ??= now();
    const frames = find(document, 'iframe');
    if (frames && frames.getBoundingClientRect().height > 200) seen['frame'] ??= now();
    if (seen['composer'] && (document.body?.textContent ?? '').includes('Sent')) seen['sent'] ??= now();
    requestAnimationFrame(look);
  };
  addEventListener('pointerdown', () => (seen['click'] ??= now()), true);
  requestAnimationFrame(look);
};

/** The probe as a script, for a launcher and a composer. */
export const probeScript = (launcher: string, composer: string): string =>
  `(${probe.toString()})(${JSON.stringify(launcher)},${JSON.stringify(composer)})`;

/** What the probe has seen in one document; times in ms since the Unix epoch. */
export type Probed = {
  /** When the document began. */
  began: number;
  seen: Partial<Record<'launcher' | 'composer' | 'frame' | 'click' | 'sent', number>>;
  cls: number;
  tasks: number[];
  launcherBox: { x: number; y: number } | null;
};
