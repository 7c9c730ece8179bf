import { describe, expect, it } from 'vitest';
import { dueNudges, sendableFrom } from '../../src/nudges/schedule.ts';
import { ALL_UNITS, markOf, NOTHING_REPORTED, type Reported } from '../../src/nudges/subscription.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { at, planWith, timetable, world, worldOf, worldWith } from './nudge-world.ts';
import { every, follower, HOUR, lines, walk } from './simulation.ts';

const PLACE = 'binh-phuoc';
const OCTOBER = at('2025-10-01 00:00');
const units = timetable.of(PLACE, 2025).occurrences.find(({ deadline }) => deadline === 'bp25-bao-cao-nam-don-vi')!;

function reportedAs(unit: string, where: keyof Reported = 'here'): Reported {
  return { ...NOTHING_REPORTED, [where]: new Set([markOf(units, unit)]) };
}

/** What the units' chat gets when the service is awake at these instants. */
function awake(instants: Iterable<number>, options: Partial<Parameters<typeof walk>[0]> = {}) {
  const subscription = follower(PLACE, OCTOBER, { agency: 'so-gddt' });
  const { sent, dropped } = walk({ subscription, instants, ...options });
  return { lines: lines(sent), dropped };
}

describe('after a time in which the service was down', () => {
  it('what is still of use is sent once, marked late, and the rest is counted', () => {
    const result = awake([OCTOBER, ...every(HOUR, at('2025-11-05 10:00'), at('2025-11-05 20:00'))]);
    expect(result).toEqual({ lines: ['Wed 2025-11-05 10:00 bp25-bao-cao-nam-don-vi 3 late'], dropped: 2 });
  });

  it('what has passed is dropped and counted, once', () => {
    const result = awake([OCTOBER, ...every(HOUR, at('2025-11-11 00:00'), at('2025-12-31 00:00'))]);
    expect(result).toEqual({ lines: [], dropped: 6 });
  });

  it('the night and the weekend are waited out', () => {
    const night = awake([OCTOBER, ...every(HOUR / 2, at('2025-10-24 21:00'), at('2025-10-28 00:00'))]);
    expect(night.lines).toEqual(['Mon 2025-10-27 08:00 bp25-bao-cao-nam-don-vi 14 late']);
    const morning = awake([OCTOBER, ...every(HOUR / 2, at('2025-11-04 22:00'), at('2025-11-05 12:00'))]);
    expect(morning.lines).toEqual(['Wed 2025-11-05 08:00 bp25-bao-cao-nam-don-vi 3 late']);
  });

  it('a short break is no delay worth naming', () => {
    expect(awake([OCTOBER, at('2025-10-24 09:30')]).lines).toEqual(['Fri 2025-10-24 09:30 bp25-bao-cao-nam-don-vi 14']);
  });

  it('a late nudge never makes two on one day', () => {
    const result = awake([OCTOBER, ...every(HOUR, at('2025-11-07 07:00'), at('2025-11-07 23:00'))]);
    expect(result.lines).toEqual(['Fri 2025-11-07 08:00 bp25-bao-cao-nam-don-vi 0']);
  });

  it('nothing from before the chat was there is sent', () => {
    const subscription = follower(PLACE, at('2025-10-24 09:00'), { agency: 'so-gddt' });
    expect(awake(every(HOUR, at('2025-10-24 10:00'), at('2025-10-31 07:00')), { subscription })).toEqual({
      lines: [],
      dropped: 0,
    });
  });
});

describe('the hours of nudges', () => {
  it('end at 21:00 and begin again on the next working day', () => {
    const from = (written: string, messageAt?: string) =>
      new Date(
        sendableFrom(at(written), follower(PLACE, 0, messageAt ? { messageAt: at(messageAt) } : {}), world) + 7 * HOUR,
      )
        .toISOString()
        .slice(0, 16);
    expect(from('2025-11-06 20:59')).toBe('2025-11-06T20:59');
    expect(from('2025-11-06 21:00')).toBe('2025-11-07T08:00');
    expect(from('2025-11-07 06:29')).toBe('2025-11-07T08:00');
    expect(from('2025-11-07 22:00')).toBe('2025-11-10T08:00');
    expect(from('2026-02-14 10:00')).toBe('2026-02-23T08:00');
    expect(from('2025-11-06 10:00', '2025-11-06 09:30')).toBe('2025-11-06T10:30');
    // The clock has been set back since the last message.
    expect(from('2025-11-06 10:00', '2025-11-09 09:30')).toBe('2025-11-06T10:00');
  });

  it('no settings lead into the quiet hours', () => {
    const nudges = { ...world.nudges, settings: { ...world.nudges.settings, hour: '05:00' } };
    expect(sendableFrom(at('2025-11-07 05:00'), follower(PLACE, 0), worldWith({ nudges }))).toBe(
      at('2025-11-07 06:30'),
    );
  });

  it('one message carries all that is due in a chat', () => {
    const result = walk({
      subscription: follower(PLACE, at('2021-11-01 00:00')),
      instants: every(HOUR, at('2021-11-05 00:00'), at('2021-11-05 23:00')),
    });
    expect(result.sent.map(({ message }) => message.items.length)).toEqual([2]);
  });
});

describe('what is reported', () => {
  it('is not nudged any more in the chat that said so', () => {
    const result = awake(every(HOUR, OCTOBER, at('2025-12-01 00:00')), {
      reported: (now) => (now > at('2025-11-04 12:00') ? reportedAs('so-gddt') : NOTHING_REPORTED),
    });
    expect(result).toEqual({
      lines: [
        'Fri 2025-10-24 08:00 bp25-bao-cao-nam-don-vi 14',
        'Fri 2025-10-31 08:00 bp25-bao-cao-nam-don-vi 7',
        'Tue 2025-11-04 08:00 bp25-bao-cao-nam-don-vi 3',
      ],
      dropped: 0,
    });
  });

  it('by another chat of the agency is told once, and then nudged no more', () => {
    const result = awake(every(HOUR, OCTOBER, at('2025-12-01 00:00')), {
      reported: (now) => (now > at('2025-11-01 12:00') ? reportedAs('so-gddt', 'elsewhere') : NOTHING_REPORTED),
    });
    expect(result.lines.slice(2)).toEqual(['Tue 2025-11-04 08:00 bp25-bao-cao-nam-don-vi elsewhere']);
  });

  it('by one agency leaves the others nudged', () => {
    const other = awake(every(HOUR, OCTOBER, at('2025-12-01 00:00')), { reported: () => reportedAs('so-tu-phap') });
    expect(other.lines).toHaveLength(6);
    const all = awake(every(HOUR, OCTOBER, at('2025-12-01 00:00')), { reported: () => reportedAs(ALL_UNITS) });
    expect(all.lines).toEqual([]);
  });

  it('by every unit ends the nudges of a chat that follows the place, and of the collector', () => {
    const here = new Set(units.units.map(({ agency, name }) => markOf(units, agency ?? name)));
    const reported = () => ({ here: new Set<string>(), elsewhere: here });
    for (const subscription of [follower(PLACE, OCTOBER), follower(PLACE, OCTOBER, { agency: 'so-y-te' })]) {
      const result = awake(every(HOUR, OCTOBER, at('2025-12-01 00:00')), { subscription, reported });
      expect(result.lines.filter((line) => line.includes('don-vi'))).toEqual([]);
      expect(result.lines).toHaveLength(6);
    }
  });
});

describe('what is put off', () => {
  it('comes again on the day that it was put off to, and then as planned', () => {
    const result = awake(every(HOUR, OCTOBER, at('2025-11-08 00:00')), {
      snoozed: (now) => (now > at('2025-10-24 09:00') ? new Map([[units.key, '2025-10-27']]) : new Map()),
    });
    expect(result.lines).toEqual([
      'Fri 2025-10-24 08:00 bp25-bao-cao-nam-don-vi 14',
      'Mon 2025-10-27 08:00 bp25-bao-cao-nam-don-vi snooze-2025-10-27',
      'Fri 2025-10-31 08:00 bp25-bao-cao-nam-don-vi 7',
      'Tue 2025-11-04 08:00 bp25-bao-cao-nam-don-vi 3',
      'Thu 2025-11-06 08:00 bp25-bao-cao-nam-don-vi 1',
      'Fri 2025-11-07 08:00 bp25-bao-cao-nam-don-vi 0',
    ]);
  });

  it('is one nudge where that day has its own', () => {
    const result = awake(every(HOUR, OCTOBER, at('2025-12-01 00:00')), {
      snoozed: (now) => (now > at('2025-11-06 09:00') ? new Map([[units.key, '2025-11-07']]) : new Map()),
    });
    expect(result.lines.filter((line) => line.includes('2025-11-07'))).toEqual([
      'Fri 2025-11-07 08:00 bp25-bao-cao-nam-don-vi 0',
    ]);
  });
});

describe('the summary of a week', () => {
  const weekly = (from: string, to: string) =>
    lines(
      walk({
        subscription: follower(PLACE, at(from), { agency: 'so-gddt', weekly: true, nudges: false }),
        instants: every(HOUR, at(from), at(to)),
      }).sent,
    );

  it('comes on Monday at 08:00 where this week or the next has something', () => {
    expect(weekly('2025-10-20 00:00', '2025-11-16 00:00')).toEqual([
      'Mon 2025-10-27 08:00 week: bp25-bao-cao-nam-don-vi',
      'Mon 2025-11-03 08:00 week: bp25-bao-cao-nam-don-vi',
    ]);
  });

  it('shares the message of a nudge and does not repeat it', () => {
    const both = (place: string, when: string) =>
      lines(
        walk({
          subscription: follower(place, at(`${when} 00:00`), { weekly: true }),
          instants: every(HOUR, at(`${when} 00:00`), at(`${when} 23:00`)),
        }).sent,
      );
    expect(both(PLACE, '2025-11-10')).toEqual([
      'Mon 2025-11-10 08:00 bp25-bao-cao-nam-don-vi after',
      'Mon 2025-11-10 08:00 week: bp25-bao-cao-nam-so-y-te',
    ]);
    expect(both('minh-long', '2025-09-29')).toEqual([
      'Mon 2025-09-29 08:00 to-chuc-trung-thu 7',
      'Mon 2025-09-29 08:00 week: ',
    ]);
  });

  it('comes on the first working day of a week that begins with a holiday', () => {
    const plan = planWith([{ due: '2026-09-10', dueText: 'trước ngày 10/9/2026' }]);
    const table = new Timetable(worldOf(plan));
    const from = at('2026-08-29 00:00');
    const subscription = follower(PLACE, from, { weekly: true, nudges: false });
    const { sent } = walk({ subscription, timetable: table, instants: every(HOUR, from, at('2026-09-06 00:00')) });
    // 31/8 to 2/9/2026 are holidays.
    expect(lines(sent)).toEqual(['Thu 2026-09-03 08:00 week: d-1']);
  });
});

describe('the next look', () => {
  it('is at the next planned nudge, and at none where nothing is planned', () => {
    const wake = (now: string) => {
      const { occurrences, seasons } = timetable.of(PLACE, 2025);
      const subscription = follower(PLACE, OCTOBER, { agency: 'so-gddt' });
      const input = { occurrences, seasons: seasons.filter(({ year }) => year === 2025), subscription };
      const marks = { sent: new Set<string>(), reported: NOTHING_REPORTED, snoozed: new Map<string, string>() };
      return dueNudges({ ...input, ...marks, now: at(now), world }).nextWake;
    };
    expect(wake('2025-10-01 00:00')).toBe(at('2025-10-24 08:00'));
    expect(wake('2025-10-24 08:00')).toBe(at('2025-10-31 08:00'));
    expect(wake('2025-10-25 10:00')).toBe(at('2025-10-27 08:00'));
    expect(wake('2025-12-25 10:00')).toBeNull();
  });

  it('moves on with a corrected date: what was sent for the old one does not count', () => {
    const corrected = new Timetable(worldOf({ ...planWith([]), ...movedPlan('2026-11-20') }));
    const [before] = new Timetable(worldOf({ ...planWith([]), ...movedPlan('2026-11-10') })).of(
      PLACE,
      2026,
    ).occurrences;
    const [after] = corrected.of(PLACE, 2026).occurrences;
    expect(after!.key).toBe(before!.key);
    const subscription = follower(PLACE, at('2026-10-01 00:00'));
    const { sent } = walk({ subscription, timetable: corrected, instants: [at('2026-11-05 08:00')] });
    expect(lines(sent)).toEqual(['Thu 2026-11-05 08:00 d-1 14']);
  });
});

function movedPlan(due: string) {
  return { deadlines: planWith([{ due, dueText: 'trước ngày' }]).deadlines };
}
