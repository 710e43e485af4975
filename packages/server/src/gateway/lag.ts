import { monitorEventLoopDelay } from 'node:perf_hooks';

const lagMaxMs = 200;
const secondsInARow = 5;

/** Whether the event loop keeps up. */
export interface LagGuard {
  readonly isBehind: boolean;
  close(): void;
}

/** The pure part: fed with the p99 of each second, it is behind after five bad ones and well after a good one. */
export const createLagCount = (): ((p99Ms: number) => boolean) => {
  let bad = 0;
  return (p99Ms) => {
    bad = p99Ms > lagMaxMs ? bad + 1 : 0;
    return bad >= secondsInARow;
  };
};

/** Starts to watch the event loop: behind when its p99 is over 200 ms for 5 s. */
export const startLagGuard = (): LagGuard => {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  const count = createLagCount();
  let isBehind = false;
  delay.enable();
  const timer = setInterval(() => {
    isBehind = count(delay.percentile(99) / 1e6);
    delay.reset();
  }, 1_000);
  timer.unref();
  return {
    get isBehind() {
      return isBehind;
    },
    close: () => {
      clearInterval(timer);
      delay.disable();
    },
  };
};
