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

/** Whether a text, folded, names a day that no calendar has ("ngay 31/4", "30/2/2025"). */
export function namesImpossibleDate(folded: string): boolean {
  const dates = folded.matchAll(/(?:ngay\s+(\d{1,2})\/(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})\/(\d{1,2})\/20\d\d)/g);
  return [...dates].some((match) => !isDayOfMonth(Number(match[1] ?? match[3]), Number(match[2] ?? match[4])));
}

function isDayOfMonth(day: number, month: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2024, month, 0)).getUTCDate();
}
