/** Working days: Monday to Friday, apart from public holidays. The holidays are data, and their table ends. */
import { addDays, lastWorkingDay, weekday } from '../text/dates.ts';

export class WorkingDays {
  private readonly years: ReadonlySet<string>;

  /** Knows the holidays of each year that has any; `until` is the last day that the table vouches for. */
  constructor(
    private readonly holidays: ReadonlySet<string>,
    private readonly until?: string,
  ) {
    this.years = new Set([...holidays].map((day) => day.slice(0, 4)));
  }

  has(day: string): boolean {
    return weekday(day) <= 5 && !this.holidays.has(day);
  }

  /** The last working day on or before a day. */
  onOrBefore(day: string): string {
    return lastWorkingDay(day, this.holidays);
  }

  /** The first working day on or after a day. */
  onOrAfter(day: string): string {
    let current = day;
    while (!this.has(current)) current = addDays(current, 1);
    return current;
  }

  /** The first working day after a day. */
  after(day: string): string {
    return this.onOrAfter(addDays(day, 1));
  }

  /** The working day that comes so many working days after a day. */
  plus(day: string, count: number): string {
    let current = day;
    for (let left = count; left > 0; left -= 1) current = this.after(current);
    return current;
  }

  /** Whether the table holds the holidays of that time; else only weekends are known. */
  knows(day: string): boolean {
    return this.years.has(day.slice(0, 4)) && (this.until === undefined || day <= this.until);
  }

  /** The years among these days whose holidays are not known: what to warn of. */
  unknownYears(days: Iterable<string>): number[] {
    const years = [...days].filter((day) => !this.knows(day)).map((day) => Number(day.slice(0, 4)));
    return [...new Set(years)].sort((a, b) => a - b);
  }
}
