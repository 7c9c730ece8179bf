/** The year that completes dates written without one. */

/**
 * A calendar year, the first year of a school year that begins in August, the year and month of a letter written so
 * late in the year that its first months are those of the next, or unknown.
 */
export type PlanYear =
  number | null | { readonly schoolYearFrom: number } | { readonly issuedIn: number; readonly month: number };

const FIRST_SCHOOL_MONTH = 8;
/** A month that is over for so long when the letter is written is not meant: "trước ngày 10/01" in a letter of November. */
const LONG_PAST = 6;

/** The year in which a month of the plan lies; null where the plan's year is unknown. */
export function yearOfMonth(year: PlanYear, month: number): number | null {
  if (year === null || typeof year === 'number') return year;
  if ('schoolYearFrom' in year) return month >= FIRST_SCHOOL_MONTH ? year.schoolYearFrom : year.schoolYearFrom + 1;
  return month <= year.month - LONG_PAST ? year.issuedIn + 1 : year.issuedIn;
}

/** The year that "năm sau" follows; null where the plan's year is unknown. */
export function ownYear(year: PlanYear): number | null {
  if (year === null || typeof year === 'number') return year;
  return 'schoolYearFrom' in year ? year.schoolYearFrom : year.issuedIn;
}
