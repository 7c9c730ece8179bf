import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startService } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { buildNudgeWorld } from '../src/nudges/nudge-world.ts';
import { timelineOf, type Timeline } from '../src/nudges/timeline.ts';
import { Timetable } from '../src/nudges/timetable.ts';
import { OPEN_QUESTION, Platforms, QUESTION, SOURCE } from './e2e/platforms.ts';
import { pageTexts } from './http/fake-world.ts';
import { openTestService } from './support/service.ts';
import { knowledge } from './support/world.ts';

const autumn = await openTestService({ CLOCK_START: '2025-10-30T08:20:00+07:00' }, { start: false });
const get = (path: string) => autumn.app.request(path);
let platforms: Platforms;
let folder: string;

beforeAll(async () => {
  platforms = await Platforms.open();
  folder = mkdtempSync(join(tmpdir(), 'service-'));
});
afterAll(async () => {
  await autumn.stop();
  await platforms.close();
  rmSync(folder, { recursive: true });
});

describe('the service', () => {
  it('counts turns, deliveries and requests', async () => {
    const service = await openTestService(platforms.environment());
    const talk = platforms.telegramPrivate();
    talk.say(QUESTION);
    await talk.answered(1);
    await service.say('a', QUESTION);
    await service.say('a', 'bố đang đánh em');
    const counted = async () => {
      const lines = (await (await service.app.request('/metrics')).text()).split('\n');
      return lines.filter((line) => /^mangnon_\w+_(count|total)\{/.test(line) && !line.includes('"/metrics"')).sort();
    };
    // A delivery is counted a moment after it can be seen.
    await expect
      .poll(counted)
      .toEqual([
        'mangnon_deliveries_total{channel="telegram",outcome="sent"} 1',
        'mangnon_request_seconds_count{route="/api/chat",status="200"} 2',
        'mangnon_turn_seconds_count{channel="telegram",kind="answer",outcome="answered"} 1',
        'mangnon_turn_seconds_count{channel="web",kind="answer",outcome="answered"} 1',
        'mangnon_turn_seconds_count{channel="web",kind="safety",outcome="answered"} 1',
      ]);
    await service.stop();
  });

  it('has the same key and the same webhook secrets after a restart over the same folder', async () => {
    const environment = { ...platforms.environment(), DATA_DIR: folder, PUBLIC_URL: 'https://mang-non.example' };
    const started = async () => {
      const service = await openTestService(environment);
      await platforms.received('webhook');
      const secrets = [platforms.telegram.queue.webhook?.secret, platforms.zalo.webhook?.secret];
      return { service, kept: [...secrets, readFileSync(join(folder, 'secret.key'), 'utf8')] };
    };
    const before = await started();
    expect(await before.service.say('a', '/diaphuong Bình Phước')).toMatchObject({ kind: 'help' });
    await before.service.stop();
    platforms.telegram.queue.setWebhook(undefined);
    const after = await started();
    expect(after.kept).toEqual(before.kept);
    expect(new Set(after.kept).size).toBe(3);
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
    // What was sealed before is opened after.
    expect((await after.service.say('a', OPEN_QUESTION)).text).toContain(SOURCE);
    await after.service.stop();
  });

  it('warns that notes are not passed on where a duty chat has no key', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => written.mockRestore());
    const environment = { DATA_DIR: join(folder, 'duty'), DUTY_CHAT: 'telegram:-1001', PORT: '0', LOG_LEVEL: 'warn' };
    const service = await startService(readConfig(environment));
    await service.close();
    const line = '{"level":"warn","event":"handover-off","missing":"ENCRYPTION_KEY"}\n';
    expect(written.mock.calls.map(([said]) => said)).toEqual([line]);
  });
});

describe('GET /api/deadlines', () => {
  const deadlines = async (query = '') => (await (await get(`/api/deadlines${query}`)).json()) as Timeline;

  it('gives those of all places on one line, and every plan as a calendar', async () => {
    const response = await get('/api/deadlines');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { today, entries, calendars } = (await response.json()) as Timeline;
    expect(today).toBe('2025-10-30');
    expect(calendars.map(({ plan }) => plan).sort()).toEqual(knowledge.plans.map(({ plan }) => plan.id).sort());
    expect(new Set(entries.map(({ place }) => place)).size).toBe(4);
    expect(entries.map(({ day }) => day)).toEqual(entries.map(({ day }) => day).sort());
    expect(entries.find(({ day }) => day === '2025-11-07')).toMatchObject({
      place: 'tỉnh Bình Phước',
      daysLeft: 8,
      state: 'soon',
      dueText: 'trước ngày 10/11/2025',
      source: 'Kế hoạch năm 2025 của tỉnh Bình Phước',
    });
  });

  it('gives those of one place where it is named, and nothing where it is none', async () => {
    const all = await deadlines();
    const one = await deadlines('?place=binh-phuoc');
    expect(one.entries.map(({ day }) => day)).toContain('2025-11-07');
    expect(one.entries).toEqual(all.entries.filter(({ place }) => place === 'tỉnh Bình Phước'));
    expect(one.calendars.map(({ plan }) => plan)).toEqual(['binh-phuoc-2021', 'binh-phuoc-2025']);
    expect(await deadlines('?place=nowhere')).toEqual({ today: '2025-10-30', entries: [], calendars: [] });
  });
});

describe('GET /calendar/<plan>.ics', () => {
  it('gives the deadlines of a plan as a calendar to subscribe to', async () => {
    const response = await get('/calendar/binh-phuoc-2025.ics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    const text = await response.text();
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]+\r\nEND:VCALENDAR$/);
    expect(text.match(/^DTSTART;VALUE=DATE:\d+$/gm)).toEqual([
      'DTSTART;VALUE=DATE:20251107',
      'DTSTART;VALUE=DATE:20251119',
    ]);
  });

  it.each(['/calendar/nowhere-2025.ics', '/calendar/binh-phuoc-2025', '/calendar/..%2Fplan.ics'])(
    'knows no %s',
    async (path) => {
      const response = await get(path);
      expect([response.status, await response.json()]).toEqual([
        404,
        { error: { code: 'not-found', message: pageTexts['error-not-found'] } },
      ]);
    },
  );
});

describe('a deadline on the line', () => {
  const timetable = new Timetable(buildNudgeWorld(knowledge));
  const seen = (now: string) => {
    const { entries } = timelineOf(timetable, 'binh-phuoc', Date.parse(`${now}+07:00`));
    const entry = entries.find(({ day }) => day === '2025-11-07');
    return entry && [entry.daysLeft, entry.state];
  };

  it.each([
    ['2024-11-07T00:00', 365, 'open'],
    ['2025-10-23T23:59', 15, 'open'],
    ['2025-10-24T00:00', 14, 'soon'],
    ['2025-11-07T23:59', 0, 'soon'],
    ['2025-11-08T00:00', -1, 'past'],
    ['2026-11-07T23:59', -365, 'past'],
  ])('at %s has %i days left and is %s', (now, daysLeft, state) => {
    expect(seen(now)).toEqual([daysLeft, state]);
  });

  it.each(['2024-11-06T23:59', '2026-11-08T00:00'])('is not shown at %s: more than a year lies between', (now) => {
    expect(seen(now)).toBeUndefined();
  });
});
