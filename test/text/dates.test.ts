import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, lastWorkingDay, officeDate, vietnamDay, weekday } from '../../src/text/dates.ts';
import { knowledge } from '../support/world.ts';

const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it('change at midnight in Vietnam', () => {
    expect(vietnamDay(new Date('2025-11-14T23:59:59+07:00'))).toBe('2025-11-14');
    expect(vietnamDay(new Date('2025-11-15T00:00:00+07:00'))).toBe('2025-11-15');
    expect(vietnamDay(new Date('2025-11-14T17:00:00Z'))).toBe('2025-11-15');
  });

  it('add and subtract to the same count', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
  });

  it('are written as offices write them', () => {
    expect(officeDate('2025-05-09')).toBe('9/5/2025');
    expect(officeDate('2025-11-15')).toBe('15/11/2025');
  });

  it('of the week run from Monday to Sunday', () => {
    expect(['2025-11-10', '2025-11-14', '2025-11-15', '2025-11-16'].map(weekday)).toEqual([1, 5, 6, 7]);
  });
});

describe('the last working day', () => {
  it('"before 15/11/2025" is Friday 14/11, "before 10/11/2025" is Friday 7/11', () => {
    expect(lastWorkingDay(addDays('2025-11-15', -1), knowledge.holidays)).toBe('2025-11-14');
    expect(lastWorkingDay(addDays('2025-11-10', -1), knowledge.holidays)).toBe('2025-11-07');
  });

  it('lies before a public holiday and the weekend that touches it', () => {
    expect(lastWorkingDay('2025-05-01', knowledge.holidays)).toBe('2025-04-29');
    expect(lastWorkingDay('2025-02-02', knowledge.holidays)).toBe('2025-01-24');
  });

  it('is a working day, on or before the day, with none between', () => {
    fc.assert(
      fc.property(day, (any) => {
        const last = lastWorkingDay(any, knowledge.holidays);
        const works = (each: string) => weekday(each) <= 5 && !knowledge.holidays.has(each);
        expect(works(last)).toBe(true);
        expect(last <= any).toBe(true);
        for (let between = addDays(last, 1); between <= any; between = addDays(between, 1))
          expect(works(between)).toBe(false);
      }),
    );
  });
});
