/** Dates as Vietnamese offices write and count them; a day is an ISO date in Asia/Ho_Chi_Minh. */

const DAY_MS = 86_400_000;

/** The ISO date (YYYY-MM-DD) in Vietnam (UTC+7, no summer time) of an instant. */
export function vietnamDay(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** Days from one ISO date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The ISO date a number of days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** An ISO date as offices write it: 15/5/2025 (no leading zeros). */
export function officeDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date}/${month}/${year}`;
}

/** The day of the week, 1 (Monday) to 7 (Sunday). */
export function weekday(day: string): number {
  return new Date(day).getUTCDay() || 7;
}

/** The last working day on or before a day, given the public holidays. */
export function lastWorkingDay(day: string, holidays: ReadonlySet<string>): string {
  let current = day;
  while (weekday(current) > 5 || holidays.has(current)) current = addDays(current, -1);
  return current;
}
