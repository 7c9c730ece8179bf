import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/model/store.ts';
import { revisionsOf } from '../../src/nudges/calendar-revisions.ts';
import { calendarEntries, calendarText } from '../../src/nudges/calendar.ts';
import type { NudgeWorld } from '../../src/nudges/nudge-world.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { at, planOf, world, worldOf } from './nudge-world.ts';

const PLAN = 'binh-phuoc-2025';
const NOW = at('2025-06-01 09:00');
let store: Store;

beforeEach(() => {
  store = openSqliteStore(':memory:');
});
afterEach(() => store.close());

async function feed(from: NudgeWorld = world, now = NOW): Promise<string> {
  const entries = calendarEntries(PLAN, from)!;
  return calendarText(PLAN, entries, await revisionsOf(entries, store, now), from);
}

/** The events of a feed: lines unfolded, one map of properties each; the triggers of its alarms apart. */
function eventsOf(text: string) {
  const unfolded = text.replace(/\r\n[ \t]/g, '');
  return unfolded
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((part) => {
      const [event = ''] = part.split('BEGIN:VALARM');
      const properties = new Map(
        event.split('\r\n').flatMap((line): [string, string][] => {
          const [, name, value] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
          return name === undefined || value === undefined ? [] : [[name, value]];
        }),
      );
      const triggers = [...part.matchAll(/TRIGGER;RELATED=START:(.*)/g)].map((match) => match[1]!.trim());
      return { event, properties, triggers };
    });
}

function movedWorld(due: string): NudgeWorld {
  const plan = planOf(PLAN);
  return worldOf({ ...plan, deadlines: plan.deadlines.map((each, index) => (index === 0 ? { ...each, due } : each)) });
}

describe('the calendar of a plan', () => {
  it('is valid: lines end in CRLF and are not too long, every block that opens closes', async () => {
    const text = await feed();
    expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(text.trimEnd().endsWith('END:VCALENDAR')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    for (const block of ['VCALENDAR', 'VEVENT', 'VALARM'])
      expect(text.split(`BEGIN:${block}`).length).toBe(text.split(`END:${block}`).length);
  });

  it('has a whole-day event on the last working day of each dated deadline', async () => {
    const events = eventsOf(await feed());
    expect(events.map(({ properties }) => properties.get('DTSTART'))).toEqual(['20251107', '20251119']);
    expect(events.every(({ event }) => event.includes('DTSTART;VALUE=DATE:'))).toBe(true);
    expect(events[0]!.properties.get('SUMMARY')).toBe(
      String.raw`Báo cáo kết quả thực hiện nhiệm vụ công tác trẻ em năm 2025 (trước ngày 10/11/2025)`,
    );
    expect(events[0]!.properties.get('DESCRIPTION')).toContain('Căn cứ: Kế hoạch năm 2025');
    expect(events[0]!.properties.get('TRANSP')).toBe('TRANSPARENT');
  });

  it('alarms at 08:00 on the days of the nudges', async () => {
    const [first] = eventsOf(await feed());
    expect(first!.triggers).toEqual(['-P13DT16H', '-P6DT16H', '-P2DT16H', '-PT16H', 'PT8H']);
  });

  it('keeps its UIDs and does not change while nothing changes', async () => {
    const once = await feed();
    expect(await feed(world, NOW + 1000)).toBe(once);
    expect(eventsOf(once).map(({ properties }) => properties.get('UID'))).toEqual([
      'binh-phuoc-2025.bp25-bao-cao-nam-don-vi@mang-non',
      'binh-phuoc-2025.bp25-bao-cao-nam-so-y-te@mang-non',
    ]);
  });

  it('counts SEQUENCE up with every change of an event, and only of that', async () => {
    const numbers = async (from: NudgeWorld) =>
      eventsOf(await feed(from)).map(({ properties }) => [properties.get('UID'), Number(properties.get('SEQUENCE'))]);
    const [first, second] = ['don-vi', 'so-y-te'].map((each) => `binh-phuoc-2025.bp25-bao-cao-nam-${each}@mang-non`);
    expect(await numbers(world)).toEqual([
      [first, 0],
      [second, 0],
    ]);
    expect(await numbers(movedWorld('2025-11-12'))).toEqual([
      [first, 1],
      [second, 0],
    ]);
    expect(await numbers(movedWorld('2025-11-14'))).toEqual([
      [first, 2],
      [second, 0],
    ]);
    expect(await numbers(world)).toEqual([
      [first, 3],
      [second, 0],
    ]);
  });

  it('counts a change once, however many ask at the same moment', async () => {
    const entries = calendarEntries(PLAN, world)!;
    const all = await Promise.all([1, 2, 3].map(() => revisionsOf(entries, store, NOW)));
    expect(all.flatMap((revisions) => [...revisions.values()].map(({ sequence }) => sequence))).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('is not there for a plan that is not', () => {
    expect(calendarEntries('no-such-plan', world)).toBeNull();
  });
});
