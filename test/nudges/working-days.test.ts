import { describe, expect, it } from 'vitest';
import { WorkingDays } from '../../src/nudges/working-days.ts';
import { knowledge } from '../support/world.ts';

const days = new WorkingDays(knowledge.holidays);

describe('working days', () => {
  it('are Monday to Friday without the public holidays', () => {
    expect(days.has('2025-11-07')).toBe(true);
    expect(days.has('2025-11-08')).toBe(false);
    expect(days.has('2026-11-24')).toBe(false);
    expect(days.has('2025-11-24')).toBe(true);
    expect(days.has('2026-04-27')).toBe(false);
  });

  it('are found before and after a chain of holidays', () => {
    expect(days.onOrBefore('2025-11-09')).toBe('2025-11-07');
    expect(days.onOrBefore('2026-02-22')).toBe('2026-02-13');
    expect(days.after('2026-02-13')).toBe('2026-02-23');
    expect(days.onOrAfter('2026-11-24')).toBe('2026-11-25');
    expect(days.plus('2026-04-24', 3)).toBe('2026-05-04');
  });

  it('are known only for the years of the table, and not after its end', () => {
    expect(days.unknownYears(['2025-05-01', '2023-01-01', '2028-01-01', '2028-02-01'])).toEqual([2023, 2028]);
    expect(new WorkingDays(knowledge.holidays, '2027-06-30').knows('2027-07-01')).toBe(false);
  });
});
