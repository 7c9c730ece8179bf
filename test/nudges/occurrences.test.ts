import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../src/knowledge/schema.ts';
import { cycleOf } from '../../src/nudges/circular-cycle.ts';
import { occurrencesOf } from '../../src/nudges/occurrences.ts';
import { referenceOf } from '../../src/nudges/occurrence.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { planOf, planWith, timetable, world, worldOf, worldWith } from './nudge-world.ts';
import { knowledge } from '../support/world.ts';

const PLANS = ['binh-phuoc-2021', 'binh-phuoc-2025', 'dak-nong-2025', 'ha-lang-2025', 'minh-long-2025'];

function datesOf(id: string) {
  const { occurrences } = occurrencesOf(planOf(id), world);
  return occurrences.map((each) => [each.dueText, each.lastDay, each.lastWorkingDay, each.lateDay]);
}

/** The last days that a deadline of a plan of 2026 has. */
function lastDays(deadline: Partial<Deadline>): string[] {
  const plan = planWith([deadline]);
  return occurrencesOf(plan, worldOf(plan)).occurrences.map(({ lastDay }) => lastDay);
}

describe('the deadlines of the five plans', () => {
  it('have the last day before the date that they name, its working day and the first day on which they are late', () => {
    expect(Object.fromEntries(PLANS.map((id) => [id, datesOf(id)]))).toEqual({
      'binh-phuoc-2021': [
        ['trước ngày 20/5/2021', '2021-05-19', '2021-05-19', '2021-05-20'],
        ['trước ngày 25/5/2021', '2021-05-24', '2021-05-24', '2021-05-25'],
        // 14/11/2021 is a Sunday.
        ['trước ngày 15/11/2021', '2021-11-14', '2021-11-12', '2021-11-15'],
        ['trước ngày 20/11 năm 2021', '2021-11-19', '2021-11-19', '2021-11-22'],
      ],
      'binh-phuoc-2025': [
        // 9/11/2025 is a Sunday.
        ['trước ngày 10/11/2025', '2025-11-09', '2025-11-07', '2025-11-10'],
        ['trước ngày 20/11/2025', '2025-11-19', '2025-11-19', '2025-11-20'],
      ],
      'dak-nong-2025': [
        ['trước ngày 15/5/2025', '2025-05-14', '2025-05-14', '2025-05-15'],
        // 15/11/2025 is a Saturday: the first day on which it is late is Monday.
        ['trước ngày 15/11/2025', '2025-11-14', '2025-11-14', '2025-11-17'],
      ],
      'ha-lang-2025': [
        ['trước ngày 21/5/2025', '2025-05-20', '2025-05-20', '2025-05-21'],
        ['trước ngày 10/7/2025', '2025-07-09', '2025-07-09', '2025-07-10'],
      ],
      'minh-long-2025': [
        // The feast itself, whatever quarter the plan writes beside it.
        ['Quý IV năm 2025', '2025-10-06', '2025-10-06', '2025-10-07'],
        ['định kỳ trước ngày 15/11/2025', '2025-11-14', '2025-11-14', '2025-11-17'],
      ],
    });
  });

  it('are left out with the reason where the plan names no day, and none is lost', () => {
    for (const id of PLANS) {
      const { occurrences, undated } = occurrencesOf(planOf(id), world);
      expect(undated.map(({ reason }) => reason)).toEqual(undated.map(() => 'no-date'));
      expect(occurrences.length + undated.length).toBe(planOf(id).deadlines.length);
    }
  });

  it('hang together: what the collector reports names what it collects before', () => {
    const { occurrences } = occurrencesOf(planOf('binh-phuoc-2025'), world);
    const [units, collector] = occurrences;
    expect(units!.collectors).toEqual(['so-y-te']);
    expect(collector!.upstream).toEqual([units!.key]);
    expect(collector!.collectors).toEqual([]);
    expect(occurrencesOf(planOf('binh-phuoc-2021'), world).occurrences.map(({ upstream }) => upstream)).toEqual([
      [],
      ['binh-phuoc-2021/bp21-bc-dia-phuong-6-thang'],
      [],
      ['binh-phuoc-2021/bp21-bc-dia-phuong-nam'],
    ]);
  });

  it('bind the agencies that a name for many takes in, but not those who collect or receive', () => {
    const [units] = occurrencesOf(planOf('binh-phuoc-2025'), world).occurrences;
    expect(units!.bindingAgencies).toEqual(expect.arrayContaining(['so-nganh-tinh', 'ubnd-huyen', 'so-gddt']));
    expect(units!.bindingAgencies).not.toContain('so-y-te');
    expect(units!.bindingAgencies).not.toContain('ubnd-tinh');
    expect(units!.bindingAgencies).not.toContain('phong-gddt');
  });

  it('list the units one by one in the order of the plan', () => {
    const [units] = occurrencesOf(planOf('minh-long-2025'), world).occurrences.slice(1);
    expect(units!.units.map(({ agency }) => agency)).toContain('doan-xa');
    expect(units!.units.at(-1)).toEqual({ agency: 'thon', name: 'các thôn trên địa bàn xã' });
    expect(units!.units.map(({ agency }) => agency)).not.toContain('phong-vhxh');
  });

  it('have references that are told apart and stay', () => {
    const all = PLANS.flatMap((id) => occurrencesOf(planOf(id), world).occurrences);
    expect(new Set(all.map(referenceOf)).size).toBe(all.length);
    expect(all.every((each) => /^[a-z0-9]{6}$/.test(referenceOf(each)))).toBe(true);
    expect(referenceOf({ key: 'binh-phuoc-2025/bp25-bao-cao-nam-don-vi' })).toBe('z50j7m');
  });
});

describe('a deadline given by a rule', () => {
  it('a span ends on its last day', () => {
    expect(lastDays({ dueText: 'trong tháng 8/2026', precision: 'month' })).toEqual(['2026-08-31']);
    expect(lastDays({ dueText: 'Quý III năm 2026', precision: 'quarter' })).toEqual(['2026-09-30']);
    expect(lastDays({ dueText: '6 tháng đầu năm', precision: 'halfyear' })).toEqual(['2026-06-30']);
    expect(lastDays({ dueText: 'trong năm 2026', precision: 'year' })).toEqual(['2026-12-31']);
    expect(lastDays({ due: '2026-08-31', dueText: 'trong tháng 8/2026', precision: 'month' })).toEqual(['2026-08-31']);
  });

  it('a monthly one comes twelve times, on the last day where the month is too short', () => {
    const days = lastDays({ recurrence: 'monthly', dueText: 'chậm nhất ngày 20 hằng tháng' });
    expect(days).toHaveLength(12);
    expect(days[0]).toBe('2026-01-20');
    expect(lastDays({ recurrence: 'monthly', dueText: 'ngày 31 hằng tháng' })[1]).toBe('2026-02-28');
    expect(lastDays({ recurrence: 'monthly', dueText: 'trước ngày 25 hằng tháng' })[11]).toBe('2026-12-24');
  });

  it('a quarterly one comes four times, in the month that it names', () => {
    expect(lastDays({ recurrence: 'quarterly', dueText: 'ngày 15 của tháng cuối quý' })).toEqual([
      '2026-03-15',
      '2026-06-15',
      '2026-09-15',
      '2026-12-15',
    ]);
    expect(lastDays({ recurrence: 'quarterly', dueText: 'trước ngày 05 tháng đầu quý sau' })).toEqual([
      '2026-04-04',
      '2026-07-04',
      '2026-10-04',
      '2027-01-04',
    ]);
  });

  it('a weekly one comes on its day of each week, a yearly one once', () => {
    const days = lastDays({ recurrence: 'weekly', dueText: 'chiều thứ Năm hằng tuần' });
    expect([days.length, days[0], days.at(-1)]).toEqual([53, '2026-01-01', '2026-12-31']);
    expect(lastDays({ recurrence: 'annual', dueText: 'trước ngày 15/11 hằng năm' })).toEqual(['2026-11-14']);
    expect(lastDays({ recurrence: 'annual', due: '2026-11-15', dueText: 'trước ngày 15/11' })).toEqual(['2026-11-14']);
  });

  it('one after an event counts from its end, in working days where it says so', () => {
    const period = { section: 'II', quote: '', from: '2026-06-01', to: '2026-06-30', text: '' };
    const dayOf = (dueText: string, what = 'báo cáo') => {
      const plan = planWith([{ dueText, what }], { period });
      return occurrencesOf(plan, worldOf(plan)).occurrences.map(({ lastDay }) => lastDay);
    };
    expect(dayOf('chậm nhất 05 ngày sau khi kết thúc')).toEqual(['2026-07-05']);
    expect(dayOf('05 ngày làm việc sau khi kết thúc')).toEqual(['2026-07-07']);
    expect(dayOf('sau 05 ngày', 'báo cáo')).toEqual([]);
    expect(lastDays({ dueText: 'chậm nhất 03 ngày sau khi kết thúc Tết Trung thu' })).toEqual(['2026-09-28']);
  });

  it('is left out with the reason where its rule or its event is not known', () => {
    const plan = planWith([
      { dueText: 'hằng tháng', recurrence: 'monthly' },
      { dueText: 'chậm nhất 05 ngày sau khi kết thúc hội nghị' },
      { dueText: 'theo quy định' },
    ]);
    const { occurrences, undated } = occurrencesOf({ ...plan, period: null }, worldOf(plan));
    expect(occurrences).toEqual([]);
    expect(undated.map(({ reason }) => reason)).toEqual(['no-rule', 'no-event', 'no-date']);
  });
});

describe('the yearly cycle of the circular', () => {
  it('asks communes before 10/7 and provinces before 31/7, every year', () => {
    const cycle = (place: string, year: number) =>
      cycleOf(place, year, world).map(({ deadline, dueText, lastDay }) => [deadline, dueText, lastDay]);
    expect(cycle('minh-long', 2026)).toEqual([['cap-xa', 'trước ngày 10/7/2026', '2026-07-09']]);
    expect(cycle('lam-dong', 2027)).toEqual([['cap-tinh', 'trước ngày 31/7/2027', '2027-07-30']]);
  });

  it('says that the district step is gone, and asks no district for it', () => {
    expect(cycleOf('minh-long', 2026, world)[0]!.note).toMatch(/cấp huyện đã kết thúc.*Sở Y tế/);
    const plain = worldWith({ plans: [] });
    expect(cycleOf('ha-lang', 2024, plain).map(({ deadline }) => deadline)).toEqual(['cap-huyen']);
    expect(cycleOf('ha-lang', 2025, plain)).toEqual([]);
    expect(cycleOf('ha-lang', 2026, plain)).toEqual([]);
  });

  it('asks nothing of a place that has ended, nor what its own plan asks', () => {
    expect(cycleOf('binh-phuoc', 2025, world)).toEqual([]);
    expect(cycleOf('binh-phuoc', 2024, world)).toHaveLength(1);
    expect(cycleOf('ha-lang', 2025, world)).toEqual([]);
  });
});

describe('a season without its new plan', () => {
  it('is one message a month before the first of its dates, naming last year’s', () => {
    const seasons = timetable.of('binh-phuoc', 2026).seasons.filter(({ year }) => year === 2026);
    expect(seasons.map(({ day, lastYear, items }) => [day, lastYear, items.map(({ deadline }) => deadline)])).toEqual([
      ['2026-10-09', 2025, ['bp25-bao-cao-nam-don-vi', 'bp25-bao-cao-nam-so-y-te']],
    ]);
  });

  it('is two messages where the dates lie half a year apart', () => {
    const seasons = timetable.of('dak-nong', 2026).seasons.filter(({ year }) => year === 2026);
    expect(seasons.map(({ day }) => day)).toEqual(['2026-04-14', '2026-10-15']);
  });

  it('is silent once the new plan is loaded', () => {
    const plans = [...knowledge.plans, { plan: planWith([]), source: '' }];
    const loaded = new Timetable(worldWith({ plans }));
    expect(loaded.of('binh-phuoc', 2026).seasons.filter(({ year }) => year === 2026)).toEqual([]);
  });
});
