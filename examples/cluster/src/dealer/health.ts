/** `ready`: takes everybody. `unready`: answers, but its store is away, or it is going. `down`: nobody there. */
export type Health = 'ready' | 'unready' | 'down';

/** A relay to deal connections to, on this machine. */
export type Target = { readonly port: number };

const ask = async ({ port }: Target): Promise<Health> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok ? 'ready' : 'unready';
  } catch {
    return 'down';
  }
};

const ranks: Record<Health, number> = { ready: 0, unready: 1, down: 2 };

/** How relays are, asked again and again; and in which order to try them. */
export type Checkup = {
  of: (target: Target) => Health;
  /** Somebody found nobody there: known at once, not at the next check. */
  notThere: (target: Target) => void;
  /** Those that are ready first, by chance; those that look dead last, for they may be back already. */
  order: () => Target[];
  close: () => void;
};

/** Starts to check. Resolves after the first round. */
export const startCheckup = async (targets: readonly Target[], everyMs: number): Promise<Checkup> => {
  const known = new Map<Target, Health>();
  const of = (target: Target): Health => known.get(target) ?? 'down';
  const check = async (target: Target): Promise<void> => void known.set(target, await ask(target));
  await Promise.all(targets.map(check));
  const timers = targets.map((target) => {
    let isAsking = false;
    return setInterval(() => {
      if (isAsking) return;
      isAsking = true;
      void check(target).finally(() => {
        isAsking = false;
      });
    }, everyMs);
  });
  return {
    of,
    notThere: (target) => void known.set(target, 'down'),
    order: () =>
      targets
        .map((target) => ({ target, place: ranks[of(target)] + Math.random() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ target }) => target),
    close: () => timers.forEach((timer) => clearInterval(timer)),
  };
};
