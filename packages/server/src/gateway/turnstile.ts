/**
 * Lets through so many of one socket’s commands at once; the others wait, and follow one by one in later turns of the event
 * loop: a burst of one socket is no hold-up of the others. Commands that wait themselves (for an office, for an entry) are no
 * hold-up either: where nothing has moved for a while, more are let through.
 */
export interface Turnstile {
  /** How many wait. */
  readonly waiting: number;
  /** `null`: go on. Else resolves when it is one’s turn. */
  enter: () => Promise<void> | null;
  /** To be called by each who was let through, when done. */
  leave: () => void;
}

const atOnce = 16;
const stuckMs = 100;

/** Makes the turnstile of one socket. */
export const createTurnstile = (): Turnstile => {
  const line: (() => void)[] = [];
  let inside = 0;
  let hasMoved = false;
  let timer: NodeJS.Timeout | null = null;

  const unstick = (): void => {
    const more = hasMoved ? [] : line.splice(0, atOnce);
    hasMoved = false;
    inside += more.length;
    for (const letThrough of more) letThrough();
    timer = line.length === 0 ? null : setTimeout(unstick, stuckMs).unref();
  };

  return {
    get waiting() {
      return line.length;
    },
    enter: () => {
      if (inside < atOnce) {
        inside += 1;
        return null;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      line.push(resolve);
      timer ??= setTimeout(unstick, stuckMs).unref();
      return promise;
    },
    leave: () => {
      const next = line.shift();
      if (!next) {
        inside -= 1;
        return;
      }
      hasMoved = true;
      setImmediate(next);
    },
  };
};
