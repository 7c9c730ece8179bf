/**
 * Every nudge of the five plans' years, asked for every two hours of the year and compared with the table below, which
 * was reckoned by hand from the plans and the calendar. The number is how many days it is before the last working day.
 */
import { describe, expect, it } from 'vitest';
import { at } from './nudge-world.ts';
import { every, follower, HOUR, lines, walk } from './simulation.ts';

function nudgesOf(place: string, year: number, agency?: string): string[] {
  const from = at(`${year}-01-01 00:00`);
  const subscription = follower(place, from, agency === undefined ? {} : { agency });
  return lines(walk({ subscription, instants: every(2 * HOUR, from, at(`${year}-12-31 23:00`)) }).sent);
}

describe('the nudges of a year', () => {
  it('of Đăk Nông 2025: before 15/5 (Thursday) and before 15/11 (Saturday)', () => {
    expect(nudgesOf('dak-nong', 2025)).toEqual([
      // The last day is Wednesday 14/5. Fourteen days before is 30/4, a holiday: the day before it.
      'Tue 2025-04-29 08:00 dn25-d-half-year 14',
      'Wed 2025-05-07 08:00 dn25-d-half-year 7',
      // Three days before is Sunday 11/5: Friday.
      'Fri 2025-05-09 08:00 dn25-d-half-year 3',
      'Tue 2025-05-13 08:00 dn25-d-half-year 1',
      'Wed 2025-05-14 08:00 dn25-d-half-year 0',
      'Thu 2025-05-15 08:00 dn25-d-half-year after',
      // The last day is Friday 14/11; 15/11 itself is a Saturday, so that Monday is the first day after.
      'Fri 2025-10-31 08:00 dn25-d-year 14',
      'Fri 2025-11-07 08:00 dn25-d-year 7',
      'Tue 2025-11-11 08:00 dn25-d-year 3',
      'Thu 2025-11-13 08:00 dn25-d-year 1',
      'Fri 2025-11-14 08:00 dn25-d-year 0',
      'Mon 2025-11-17 08:00 dn25-d-year after',
    ]);
  });

  it('of Bình Phước 2025: the units before 10/11, Sở Y tế before 20/11', () => {
    expect(nudgesOf('binh-phuoc', 2025)).toEqual([
      // The last day is Sunday 9/11, the last working day Friday 7/11.
      'Fri 2025-10-24 08:00 bp25-bao-cao-nam-don-vi 14',
      'Fri 2025-10-31 08:00 bp25-bao-cao-nam-don-vi 7',
      'Tue 2025-11-04 08:00 bp25-bao-cao-nam-don-vi 3',
      'Wed 2025-11-05 08:00 bp25-bao-cao-nam-so-y-te 14',
      'Thu 2025-11-06 08:00 bp25-bao-cao-nam-don-vi 1',
      'Fri 2025-11-07 08:00 bp25-bao-cao-nam-don-vi 0',
      'Mon 2025-11-10 08:00 bp25-bao-cao-nam-don-vi after',
      'Wed 2025-11-12 08:00 bp25-bao-cao-nam-so-y-te 7',
      // Three days before Wednesday 19/11 is Sunday: Friday 14/11.
      'Fri 2025-11-14 08:00 bp25-bao-cao-nam-so-y-te 3',
      'Tue 2025-11-18 08:00 bp25-bao-cao-nam-so-y-te 1',
      'Wed 2025-11-19 08:00 bp25-bao-cao-nam-so-y-te 0',
      'Thu 2025-11-20 08:00 bp25-bao-cao-nam-so-y-te after',
    ]);
  });

  it('of Sở Y tế of Bình Phước 2025: its own, and once what it collects', () => {
    expect(nudgesOf('binh-phuoc', 2025, 'so-y-te')).toEqual([
      'Wed 2025-11-05 08:00 bp25-bao-cao-nam-so-y-te 14',
      'Mon 2025-11-10 08:00 bp25-bao-cao-nam-don-vi collect',
      'Wed 2025-11-12 08:00 bp25-bao-cao-nam-so-y-te 7',
      'Fri 2025-11-14 08:00 bp25-bao-cao-nam-so-y-te 3',
      'Tue 2025-11-18 08:00 bp25-bao-cao-nam-so-y-te 1',
      'Wed 2025-11-19 08:00 bp25-bao-cao-nam-so-y-te 0',
      'Thu 2025-11-20 08:00 bp25-bao-cao-nam-so-y-te after',
    ]);
  });

  it('of a department of Bình Phước 2025: what binds it, and nothing of the ministry or the people’s committee', () => {
    const ofDepartment = nudgesOf('binh-phuoc', 2025, 'so-gddt');
    expect(ofDepartment).toHaveLength(6);
    expect(ofDepartment.every((line) => line.includes('bp25-bao-cao-nam-don-vi'))).toBe(true);
    expect(nudgesOf('binh-phuoc', 2025, 'bo-y-te')).toEqual([]);
    expect(nudgesOf('binh-phuoc', 2025, 'ubnd-tinh')).toEqual([]);
  });

  it('of Hạ Lang 2025: the plan before 21/5, the report before 10/7', () => {
    expect(nudgesOf('ha-lang', 2025)).toEqual([
      'Tue 2025-05-06 08:00 han-xay-dung-ke-hoach 14',
      'Tue 2025-05-13 08:00 han-xay-dung-ke-hoach 7',
      // Three days before Tuesday 20/5 is Saturday.
      'Fri 2025-05-16 08:00 han-xay-dung-ke-hoach 3',
      'Mon 2025-05-19 08:00 han-xay-dung-ke-hoach 1',
      'Tue 2025-05-20 08:00 han-xay-dung-ke-hoach 0',
      'Wed 2025-05-21 08:00 han-xay-dung-ke-hoach after',
      'Wed 2025-06-25 08:00 han-bao-cao-thang-hanh-dong 14',
      'Wed 2025-07-02 08:00 han-bao-cao-thang-hanh-dong 7',
      // Three days before Wednesday 9/7 is Sunday.
      'Fri 2025-07-04 08:00 han-bao-cao-thang-hanh-dong 3',
      'Tue 2025-07-08 08:00 han-bao-cao-thang-hanh-dong 1',
      'Wed 2025-07-09 08:00 han-bao-cao-thang-hanh-dong 0',
      'Thu 2025-07-10 08:00 han-bao-cao-thang-hanh-dong after',
    ]);
  });

  it('of Minh Long 2025: the circular in July, the feast of 6/10, the report before 15/11', () => {
    expect(nudgesOf('minh-long', 2025)).toEqual([
      'Wed 2025-06-25 08:00 cap-xa 14',
      'Wed 2025-07-02 08:00 cap-xa 7',
      'Fri 2025-07-04 08:00 cap-xa 3',
      'Tue 2025-07-08 08:00 cap-xa 1',
      'Wed 2025-07-09 08:00 cap-xa 0',
      'Thu 2025-07-10 08:00 cap-xa after',
      // The feast is on Monday 6/10. Three days and one day before both move to Friday: one nudge. None afterwards.
      'Mon 2025-09-22 08:00 to-chuc-trung-thu 14',
      'Mon 2025-09-29 08:00 to-chuc-trung-thu 7',
      'Fri 2025-10-03 08:00 to-chuc-trung-thu 1',
      'Mon 2025-10-06 08:00 to-chuc-trung-thu 0',
      'Fri 2025-10-31 08:00 bao-cao-nam 14',
      'Fri 2025-11-07 08:00 bao-cao-nam 7',
      'Tue 2025-11-11 08:00 bao-cao-nam 3',
      'Thu 2025-11-13 08:00 bao-cao-nam 1',
      'Fri 2025-11-14 08:00 bao-cao-nam 0',
      'Mon 2025-11-17 08:00 bao-cao-nam after',
    ]);
  });

  it('of Bình Phước 2021: 20/5 and 25/5, the circular, 15/11 and 20/11', () => {
    expect(nudgesOf('binh-phuoc', 2021)).toEqual([
      'Wed 2021-05-05 08:00 bp21-bc-dia-phuong-6-thang 14',
      'Mon 2021-05-10 08:00 bp21-bc-so-ldtbxh-6-thang 14',
      'Wed 2021-05-12 08:00 bp21-bc-dia-phuong-6-thang 7',
      // Three days before Wednesday 19/5 is Sunday.
      'Fri 2021-05-14 08:00 bp21-bc-dia-phuong-6-thang 3',
      'Mon 2021-05-17 08:00 bp21-bc-so-ldtbxh-6-thang 7',
      'Tue 2021-05-18 08:00 bp21-bc-dia-phuong-6-thang 1',
      'Wed 2021-05-19 08:00 bp21-bc-dia-phuong-6-thang 0',
      'Thu 2021-05-20 08:00 bp21-bc-dia-phuong-6-thang after',
      // Three days and one day before Monday 24/5 both move to Friday 21/5.
      'Fri 2021-05-21 08:00 bp21-bc-so-ldtbxh-6-thang 1',
      'Mon 2021-05-24 08:00 bp21-bc-so-ldtbxh-6-thang 0',
      'Tue 2021-05-25 08:00 bp21-bc-so-ldtbxh-6-thang after',
      // Before 31/7/2021: Friday 30/7.
      'Fri 2021-07-16 08:00 cap-tinh 14',
      'Fri 2021-07-23 08:00 cap-tinh 7',
      'Tue 2021-07-27 08:00 cap-tinh 3',
      'Thu 2021-07-29 08:00 cap-tinh 1',
      'Fri 2021-07-30 08:00 cap-tinh 0',
      'Mon 2021-08-02 08:00 cap-tinh after',
      // The last day is Sunday 14/11, the last working day Friday 12/11.
      'Fri 2021-10-29 08:00 bp21-bc-dia-phuong-nam 14',
      'Fri 2021-11-05 08:00 bp21-bc-dia-phuong-nam 7',
      'Fri 2021-11-05 08:00 bp21-bc-so-ldtbxh-nam 14',
      'Tue 2021-11-09 08:00 bp21-bc-dia-phuong-nam 3',
      'Thu 2021-11-11 08:00 bp21-bc-dia-phuong-nam 1',
      'Fri 2021-11-12 08:00 bp21-bc-dia-phuong-nam 0',
      'Fri 2021-11-12 08:00 bp21-bc-so-ldtbxh-nam 7',
      'Mon 2021-11-15 08:00 bp21-bc-dia-phuong-nam after',
      'Tue 2021-11-16 08:00 bp21-bc-so-ldtbxh-nam 3',
      'Thu 2021-11-18 08:00 bp21-bc-so-ldtbxh-nam 1',
      'Fri 2021-11-19 08:00 bp21-bc-so-ldtbxh-nam 0',
      'Mon 2021-11-22 08:00 bp21-bc-so-ldtbxh-nam after',
    ]);
  });

  it('of the year after a plan: never its dates as open, one message a season', () => {
    expect(nudgesOf('binh-phuoc', 2026)).toEqual([
      'Fri 2026-10-09 08:00 season of bp25-bao-cao-nam-don-vi and bp25-bao-cao-nam-so-y-te',
    ]);
    expect(nudgesOf('dak-nong', 2026)).toEqual([
      'Tue 2026-04-14 08:00 season of dn25-d-half-year',
      'Thu 2026-10-15 08:00 season of dn25-d-year',
    ]);
    expect(nudgesOf('ha-lang', 2026)).toEqual([
      'Mon 2026-04-20 08:00 season of han-xay-dung-ke-hoach',
      'Tue 2026-06-09 08:00 season of han-bao-cao-thang-hanh-dong',
    ]);
    expect(nudgesOf('binh-phuoc', 2026, 'so-y-te')).toEqual([
      'Fri 2026-10-09 08:00 season of bp25-bao-cao-nam-so-y-te',
    ]);
  });

  it('of a province without a plan: the circular only', () => {
    expect(nudgesOf('lam-dong', 2026)).toEqual([
      'Thu 2026-07-16 08:00 cap-tinh 14',
      'Thu 2026-07-23 08:00 cap-tinh 7',
      'Mon 2026-07-27 08:00 cap-tinh 3',
      'Wed 2026-07-29 08:00 cap-tinh 1',
      'Thu 2026-07-30 08:00 cap-tinh 0',
      'Fri 2026-07-31 08:00 cap-tinh after',
    ]);
  });
});
