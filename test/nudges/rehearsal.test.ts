import { describe, expect, it } from 'vitest';
import { rehearsalJson, rehearsalText, rehearse } from '../../src/nudges/rehearsal.ts';
import { timetable, world } from './nudge-world.ts';

describe('a rehearsal', () => {
  const november = rehearse(timetable, { from: '2025-11-05', to: '2025-11-10', place: 'binh-phuoc' });

  it('shows each message with its kind of subscriber and its reason, in order', () => {
    expect(
      november.messages.map(({ at, subscriber, nudges }) => [
        at,
        subscriber.agency,
        nudges.map(({ reason }) => reason),
      ]),
    ).toEqual([
      ['2025-11-05T08:00:00+07:00', null, ['14 ngày trước ngày làm việc cuối cùng']],
      ['2025-11-05T08:00:00+07:00', 'so-y-te', ['14 ngày trước ngày làm việc cuối cùng']],
      ['2025-11-06T08:00:00+07:00', null, ['1 ngày trước ngày làm việc cuối cùng']],
      ['2025-11-06T08:00:00+07:00', 'so-nganh-tinh', ['1 ngày trước ngày làm việc cuối cùng']],
      ['2025-11-06T08:00:00+07:00', 'ubnd-huyen', ['1 ngày trước ngày làm việc cuối cùng']],
      ['2025-11-07T08:00:00+07:00', null, ['ngày làm việc cuối cùng']],
      ['2025-11-07T08:00:00+07:00', 'so-nganh-tinh', ['ngày làm việc cuối cùng']],
      ['2025-11-07T08:00:00+07:00', 'ubnd-huyen', ['ngày làm việc cuối cùng']],
      ['2025-11-10T08:00:00+07:00', null, ['ngày làm việc đầu tiên sau khi quá hạn']],
      ['2025-11-10T08:00:00+07:00', 'so-y-te', ['đơn vị tổng hợp, các đơn vị khác đã hết hạn']],
      ['2025-11-10T08:00:00+07:00', 'so-nganh-tinh', ['ngày làm việc đầu tiên sau khi quá hạn']],
      ['2025-11-10T08:00:00+07:00', 'ubnd-huyen', ['ngày làm việc đầu tiên sau khi quá hạn']],
    ]);
  });

  it('is JSON, one object a line', () => {
    const lines = rehearsalJson(november).trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      at: '2025-11-05T08:00:00+07:00',
      place: 'binh-phuoc',
      subscriber: { kind: 'place', agency: null, name: 'cả tỉnh Bình Phước' },
      nudges: [
        { plan: 'binh-phuoc-2025', deadline: 'bp25-bao-cao-nam-so-y-te', offset: 14, lastWorkingDay: '2025-11-19' },
      ],
    });
  });

  it('is text that says what is left out and why', () => {
    const text = rehearsalText(november, world);
    expect(text).toContain('thứ Sáu, 7/11/2025 08:00 → cả tỉnh Bình Phước (ngày làm việc cuối cùng)');
    expect(text).toContain('Không nhắc: Kế hoạch năm 2025 của tỉnh Bình Phước, mục V.11');
    expect(text).toContain('văn bản không nêu ngày');
    expect(rehearsalText(rehearse(timetable, { from: '2025-01-06', to: '2025-01-07' }), world)).toContain(
      'Không có tin nhắc nào',
    );
  });

  it('warns where the table of holidays ends', () => {
    const ahead = rehearse(timetable, { from: '2028-06-01', to: '2028-08-01', place: 'lam-dong' });
    expect(ahead.unknownYears).toEqual([2028]);
    expect(rehearsalText(ahead, world)).toMatch(/^Cảnh báo: bảng ngày nghỉ .* chưa có năm 2028/);
    expect(ahead.messages.at(-1)?.text).toContain('chưa có lịch nghỉ lễ năm 2028');
  });

  it('goes over the turn of a year, and knows a place without plans', () => {
    const long = rehearse(timetable, { from: '2025-12-01', to: '2026-12-31', place: 'binh-phuoc' });
    expect(long.messages.map(({ at }) => at.slice(0, 10))).toEqual(Array<string>(4).fill('2026-10-09'));
    expect(rehearse(timetable, { from: '2026-07-30', to: '2026-07-30', place: 'lam-dong' }).messages).toHaveLength(3);
  });
});
