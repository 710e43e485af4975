import { useEffect, useState } from 'preact/hooks';

const secondMs = 1_000;

/** Milliseconds as `0:27`, never less than there is. */
export const formatLeft = (leftMs: number): string => {
  const seconds = Math.ceil(leftMs / secondMs);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** How long it is until then, in milliseconds, counted down each second; 0 when it is past. */
export const useLeft = (at: number): number => {
  const [, tick] = useState(0);
  const leftMs = Math.max(0, at - Date.now());
  useEffect(() => {
    if (leftMs === 0) return;
    const timer = setTimeout(() => tick((count) => count + 1), leftMs % secondMs || secondMs);
    return () => clearTimeout(timer);
  });
  return leftMs;
};
