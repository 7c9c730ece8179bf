import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../src/knowledge/schema.ts';
import { addDays } from '../../src/text/dates.ts';
import { ALL_UNITS, markOf, NOTHING_REPORTED } from '../../src/nudges/subscription.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { dayOf, minuteOfDay } from '../../src/nudges/vietnam-clock.ts';
import { at, planWith, worldOf } from './nudge-world.ts';
import { follower, HOUR, walk } from './simulation.ts';

const START = at('2026-01-01 00:00');
const DAYS = 365;
const LONGEST = 40;

const deadline = fc.oneof(
  fc
    .record({ day: fc.integer({ min: 0, max: DAYS - 1 }), before: fc.boolean() })
    .map(({ day, before }): Partial<Deadline> => {
      const due = addDays('2026-01-01', day);
      return { due, dueText: before ? `trước ngày ${due}` : `ngày ${due}` };
    }),
  fc.constantFrom<Partial<Deadline>>(
    { recurrence: 'weekly', dueText: 'thứ Sáu hằng tuần' },
    { recurrence: 'monthly', dueText: 'trước ngày 25 hằng tháng' },
    { recurrence: 'quarterly', dueText: 'ngày 15 tháng cuối quý' },
    { dueText: 'Quý I năm 2026', precision: 'quarter' },
    { dueText: 'trong tháng 2/2026', precision: 'month' },
  ),
);
const table = fc
  .array(deadline, { minLength: 1, maxLength: 5 })
  .map((deadlines) => new Timetable(worldOf(planWith(deadlines))));
/** When the service is awake: steps of some minutes, now and then of days; the clock may go back. */
const instants = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 24 * 60 }), fc.integer({ min: -3 * 24 * 60, max: 20 * 24 * 60 })), {
    minLength: 20,
    maxLength: 200,
  })
  .map((steps) => {
    let now = START;
    return steps.map((minutes) => (now += minutes * 60_000));
  });

describe('whenever the service is awake', () => {
  it('no nudge falls into the quiet hours, nor on a day without work, nor within an hour of another', () => {
    fc.assert(
      fc.property(table, instants, fc.boolean(), (timetable, awake, weekly) => {
        const subscription = follower('binh-phuoc', START, { weekly });
        const { sent } = walk({ subscription, timetable, instants: awake });
        for (const [index, { now, message }] of sent.entries()) {
          expect(minuteOfDay(now)).toBeGreaterThanOrEqual(8 * 60);
          expect(minuteOfDay(now)).toBeLessThan(21 * 60);
          expect(timetable.world.workingDays.has(dayOf(now))).toBe(true);
          const before = sent[index - 1];
          if (before && before.now <= now) expect(now - before.now).toBeGreaterThanOrEqual(HOUR);
          expect(message.items.length + (message.weekly ? 1 : 0)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nothing is sent twice, of one deadline no two on a day, and a message is sorted and bounded', () => {
    fc.assert(
      fc.property(table, instants, (timetable, awake) => {
        const { sent } = walk({ subscription: follower('binh-phuoc', START), timetable, instants: awake });
        const keys = sent.flatMap(({ message }) => message.keys);
        expect(new Set(keys).size).toBe(keys.length);
        const days = sent.flatMap(({ now, message }) =>
          message.items.map(({ occurrence }) => `${occurrence.key} ${dayOf(now)}`),
        );
        expect(new Set(days).size).toBe(days.length);
        for (const { message } of sent) {
          const last = message.items.map(({ occurrence }) => occurrence.lastDay);
          expect(last).toEqual([...last].sort());
          expect(message.items.length).toBeLessThan(LONGEST);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nothing is nudged once it is reported, nor as open once its day has passed', () => {
    fc.assert(
      fc.property(table, instants, fc.integer({ min: 0, max: DAYS }), (timetable, awake, day) => {
        const from = START + day * 24 * HOUR;
        const { occurrences } = timetable.of('binh-phuoc', 2026);
        const here = new Set(occurrences.map((each) => markOf(each, ALL_UNITS)));
        const reported = (now: number) => (now >= from ? { here, elsewhere: new Set<string>() } : NOTHING_REPORTED);
        const { sent } = walk({ subscription: follower('binh-phuoc', START), timetable, instants: awake, reported });
        for (const { now, message } of sent) {
          if (now >= from) expect(message.items).toEqual([]);
          for (const { occurrence, offset } of message.items)
            if (dayOf(now) > occurrence.lastWorkingDay)
              expect([offset, dayOf(now)]).toEqual(['after', occurrence.lateDay]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('none is missed by who is awake all the time: of each deadline its last working day is nudged', () => {
    fc.assert(
      fc.property(table, (timetable) => {
        const hours = Array.from({ length: (DAYS + 5) * 3 }, (_, at) => START + at * 8 * HOUR);
        const { sent, dropped } = walk({ subscription: follower('binh-phuoc', START), timetable, instants: hours });
        const { occurrences } = timetable.of('binh-phuoc', 2026);
        const own = occurrences.filter(({ lastWorkingDay, plan }) => plan !== null && lastWorkingDay > '2026-01-01');
        const nudged = new Set(
          sent.flatMap(({ now, message }) => message.items.map(({ occurrence }) => `${occurrence.key} ${dayOf(now)}`)),
        );
        expect(own.filter(({ key, lastWorkingDay }) => !nudged.has(`${key} ${lastWorkingDay}`))).toEqual([]);
        expect(dropped).toBe(0);
      }),
      { numRuns: 5 },
    );
  });
});
