/** The year that completes dates written without one. */

/** A calendar year, the first year of a school year that begins in August, or unknown. */
export type PlanYear = number | null | { readonly schoolYearFrom: number };

const FIRST_SCHOOL_MONTH = 8;

/** The year in which a month of the plan lies; null where the plan's year is unknown. */
export function yearOfMonth(year: PlanYear, month: number): number | null {
  if (year === null || typeof year === 'number') return year;
  return month >= FIRST_SCHOOL_MONTH ? year.schoolYearFrom : year.schoolYearFrom + 1;
}
