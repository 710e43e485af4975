/** What a relay says of itself. */
export type Figures = { sockets: number; messages: number };

const sum = (text: string, name: string): number => {
  const lines = text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'));
  return [...lines].reduce((total, [, value]) => total + Number(value), 0);
};

/** Reads Prometheus’ text. */
export const readFigures = (text: string): Figures => ({
  sockets: sum(text, 'shopbell_sockets'),
  messages: sum(text, 'shopbell_messages_total'),
});

/** What is shown of one relay’s figures; `null` where it does not answer. */
export type Shown = { sockets: number; perSecond: number } | null;

/** Asks a relay for its figures again and again. */
export const startFigures = (port: number, everyMs = 1_000) => {
  let before: { at: number; messages: number } | null = null;
  let shown: Shown = null;
  let isAsking = false;

  const ask = async (): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(1_000) });
    const { sockets, messages } = readFigures(await response.text());
    const at = performance.now();
    const since = before === null ? 0 : at - before.at;
    // After a restart it counts from the beginning.
    const more = before === null ? 0 : Math.max(0, messages - before.messages);
    shown = { sockets, perSecond: since === 0 ? 0 : (more * 1_000) / since };
    before = { at, messages };
  };
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    ask()
      .catch(() => {
        [before, shown] = [null, null];
      })
      .finally(() => {
        isAsking = false;
      });
  }, everyMs);
  return { shown: (): Shown => shown, close: (): void => clearInterval(timer) };
};
