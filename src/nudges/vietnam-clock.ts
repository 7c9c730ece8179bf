/** Times of day in Vietnam: UTC+7, no summer time. */
import { vietnamDay } from '../text/dates.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
const OFFSET_MS = 7 * 60 * MINUTE_MS;

/** The instant of a time such as "08:00" on a day, in milliseconds since 1970. */
export function instantAt(day: string, clock: string): number {
  return Date.parse(day) - OFFSET_MS + minutesOf(clock) * MINUTE_MS;
}

/** The day of an instant. */
export function dayOf(now: number): string {
  return vietnamDay(new Date(now));
}

/** The year of an instant. */
export function yearOf(now: number): number {
  return Number(dayOf(now).slice(0, 4));
}

/** How many minutes of its day have passed at an instant. */
export function minuteOfDay(now: number): number {
  return Math.floor(((((now + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** "08:30" as minutes of the day. */
export function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours! * 60 + minutes!;
}
