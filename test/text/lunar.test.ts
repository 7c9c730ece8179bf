import { describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../src/text/dates.ts';
import { lunarDate } from '../../src/text/lunar.ts';
import { knowledge } from '../support/world.ts';

describe('lunarDate', () => {
  it.each([
    [2021, '2021-02-12'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
    [2028, '2028-01-26'],
    [2029, '2029-02-13'],
  ])('gives the first day of the year %i', (year, day) => {
    expect(lunarDate(1, 1, year)).toBe(day);
  });

  it.each([
    [1968, '1968-01-29', '30 January'],
    [1985, '1985-01-21', '20 February'],
    [2007, '2007-02-17', '18 February'],
    [2030, '2030-02-02', '3 February'],
  ])('reckons at UTC+7: the new year of %i is not the Chinese one', (year, day) => {
    expect(lunarDate(1, 1, year)).toBe(day);
  });

  it('gives the commemoration of the Hùng kings and the mid-autumn feast', () => {
    expect([2025, 2026, 2027, 2028].map((year) => lunarDate(10, 3, year))).toEqual([
      '2025-04-07',
      '2026-04-26',
      '2027-04-16',
      '2028-04-04',
    ]);
    expect([2025, 2026, 2027, 2028].map((year) => lunarDate(15, 8, year))).toEqual([
      '2025-10-06',
      '2026-09-25',
      '2027-09-15',
      '2028-10-03',
    ]);
  });

  it('counts past a doubled month: 2025 has a second sixth, 2033 a second eleventh', () => {
    expect(lunarDate(1, 6, 2025)).toBe('2025-06-25');
    expect(lunarDate(1, 7, 2025)).toBe('2025-08-23');
    expect(lunarDate(1, 12, 2033)).toBe('2034-01-20');
    expect(lunarDate(1, 1, 2034)).toBe('2034-02-19');
  });
});

describe('knowledge/holidays.yaml', () => {
  const days = [...knowledge.holidays];
  const years = [...new Set(days.map((day) => Number(day.slice(0, 4))))];

  it.each(years)('has the three first days of the lunar year and the tenth of the third month of %i', (year) => {
    const [tet, kings] = [lunarDate(1, 1, year), lunarDate(10, 3, year)];
    const wanted = [tet, addDays(tet, 1), addDays(tet, 2), kings];
    expect(wanted.filter((day) => !knowledge.holidays.has(day))).toEqual([]);
    // A day off that falls on a weekend is made up for.
    if (weekday(kings) === 7) expect(days).toContain(addDays(kings, 1));
  });

  it.each(years)('has the fixed holidays of %i, from 2026 on the day of culture', (year) => {
    const fixed = ['01-01', '04-30', '05-01', '09-02', ...(year >= 2026 ? ['11-24'] : [])];
    expect(fixed.filter((day) => !knowledge.holidays.has(`${year}-${day}`))).toEqual([]);
  });
});
