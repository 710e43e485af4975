import type { OpeningHours } from '@shopbell/protocol';

/** Whether a shop answers now, and when that ends; no `until`: not within the weeks that are looked at. */
export type OpenState = { open: boolean; until?: number };

type Interval = { from: number; to: number };

const dayMs = 86_400_000;
/** Longer than any shop’s holidays follow each other. */
const daysAhead = 35;

/*
 * A day on the wall is looked up on the clocks of the zone, then each time of day becomes an instant:
 *
 *     now ─ zone → 2026-03-29 ─ holiday or weekday → 09:00–17:00 ─ zone → [07:00Z, 15:00Z)
 *
 * A time that the clocks skip is the later one; one that they show twice is the first. Days are 23 to 25 hours long.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
};

/** What the clocks show at an instant, as if it were UTC. */
const wallAt = (timeZone: string, at: number): number => {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const time = [part('hour'), part('minute'), part('second')] as const;
  return Date.UTC(part('year'), part('month') - 1, part('day'), ...time);
};

/** The instant at which the clocks show this. */
const instantOf = (timeZone: string, wall: number): number => {
  const offset = (at: number): number => wallAt(timeZone, at) - Math.floor(at / 1_000) * 1_000;
  const before = offset(wall - dayMs);
  const after = offset(wall + dayMs);
  if (before === after) return wall - before;
  const shown = [wall - before, wall - after].filter((at) => wallAt(timeZone, at) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - before;
};

const msOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
};

/** The spans of a day, given by its midnight on the wall. */
const spansOf = ({ week, holidays }: OpeningHours, midnight: number) => {
  const date = new Date(midnight);
  const day = date.toISOString().slice(0, 10);
  const holiday = holidays.find((each) => each.date === day);
  // Sunday is 0 to a Date, and the last of our week.
  return holiday ? (holiday.spans ?? []) : (week[(date.getUTCDay() + 6) % 7] ?? []);
};

/** When it is open from a day on, in order. */
function* intervals(hours: OpeningHours, firstMidnight: number): Generator<Interval> {
  for (let day = 0; day < daysAhead; day += 1) {
    const midnight = firstMidnight + day * dayMs;
    const spans = spansOf(hours, midnight).toSorted((one, other) => (one.from < other.from ? -1 : 1));
    for (const { from, to } of spans) {
      const [begins, ends] = [from, to].map((time) => instantOf(hours.timeZone, midnight + msOf(time)));
      if (begins !== undefined && ends !== undefined && begins < ends) yield { from: begins, to: ends };
    }
  }
}

/** Whether the shop is open at an instant, and until when that stays so. Spans that touch, at midnight too, are one. */
export const openAt = (hours: OpeningHours, now: number): OpenState => {
  const today = Math.floor(wallAt(hours.timeZone, now) / dayMs) * dayMs;
  const horizon = instantOf(hours.timeZone, today + (daysAhead - 1) * dayMs);
  let end: number | null = null;
  for (const { from, to } of intervals(hours, today)) {
    if (to <= now) continue;
    const isOn = end === null ? from <= now : from <= end;
    if (!isOn) return end === null ? { open: false, until: from } : { open: true, until: end };
    end = Math.max(end ?? to, to);
  }
  if (end === null) return { open: false };
  return end >= horizon ? { open: true } : { open: true, until: end };
};
