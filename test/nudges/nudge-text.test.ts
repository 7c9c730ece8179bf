import { describe, expect, it } from 'vitest';
import { commandOfChoice, offerOf, readNudgeArguments } from '../../src/nudges/nudge-choices.ts';
import { actionable, messageText, missingLine, type TextContext } from '../../src/nudges/nudge-text.ts';
import { dueNudges, type DueMessage } from '../../src/nudges/schedule.ts';
import { markOf, NOTHING_REPORTED, type Reported, type Subscription } from '../../src/nudges/subscription.ts';
import { at, timetable, world, worldWith, nudges } from './nudge-world.ts';
import { follower } from './simulation.ts';
import { knowledge } from '../support/world.ts';

interface Scene {
  readonly place?: string;
  readonly when: string;
  readonly changes?: Partial<Subscription>;
  readonly reported?: Reported;
}

/** The message that is due at a place and time, and what its text is made from. */
function scene({ place = 'binh-phuoc', when, changes = {}, reported = NOTHING_REPORTED }: Scene) {
  const now = at(when);
  const { occurrences, seasons } = timetable.of(place, Number(when.slice(0, 4)));
  const subscription = follower(place, at(`${when.slice(0, 10)} 00:00`), changes);
  const marks = { sent: new Set<string>(), snoozed: new Map<string, string>(), reported };
  const due = dueNudges({ occurrences, seasons, subscription, ...marks, now, world });
  const context: TextContext = { subscription, reported, occurrences, now, world };
  return { message: due.message!, context };
}

function textOf(wanted: Scene): string {
  const { message, context } = scene(wanted);
  return messageText(message, context);
}

const unitsOfYear = timetable.of('binh-phuoc', 2025).occurrences.find(({ deadline }) => deadline.endsWith('don-vi'))!;

function reportedBy(...agencies: string[]): Reported {
  return { ...NOTHING_REPORTED, elsewhere: new Set(agencies.map((agency) => markOf(unitsOfYear, agency))) };
}

describe('a nudge', () => {
  it('says what, by when, what is left, from whom to whom through whom, and where it is written', () => {
    expect(textOf({ when: '2025-11-04 08:00', changes: { agency: 'so-gddt' } })).toBe(
      [
        'NHẮC VIỆC – tỉnh Bình Phước',
        'Kính gửi: Sở Giáo dục và Đào tạo.',
        '',
        'Báo cáo kết quả thực hiện nhiệm vụ công tác trẻ em năm 2025',
        'Thời hạn: trước ngày 10/11/2025; ngày làm việc cuối cùng: thứ Sáu, 7/11/2025 (còn 3 ngày).',
        'Đơn vị thực hiện: Các sở, ban, ngành, đoàn thể tỉnh; UBND các huyện, thị xã, thành phố.',
        'Nơi nhận: UBND tỉnh (qua Sở Y tế).',
        'Căn cứ: Kế hoạch năm 2025 của tỉnh Bình Phước, mục VI, gạch đầu dòng 1.',
        'Hiện nay: Từ 01/7/2025, tỉnh Bình Phước hợp nhất vào tỉnh Đồng Nai; từ 30/4/2026 Đồng Nai là thành phố trực thuộc trung ương.',
      ].join('\n'),
    );
  });

  it('names the last day as today, and says of what has passed that it has', () => {
    expect(textOf({ when: '2025-11-07 08:00', changes: { agency: 'so-gddt' } })).toContain('7/11/2025 (hôm nay)');
    const after = textOf({ when: '2025-11-10 08:00', changes: { agency: 'so-gddt' } });
    expect(after).toContain('Thời hạn trước ngày 10/11/2025 đã qua');
    expect(after).not.toContain('còn');
  });

  it('numbers what is merged into one message', () => {
    const text = textOf({ when: '2021-11-05 08:00' });
    expect(text).toContain('\n\n1. Báo cáo kết quả');
    expect(text).toContain('\n\n2. Báo cáo tổng hợp');
    expect(text.match(/NHẮC VIỆC/g)).toHaveLength(1);
  });

  it('that is late says so', () => {
    expect(textOf({ when: '2025-11-05 10:00', changes: { agency: 'so-gddt', since: 0 } })).toMatch(
      /^NHẮC VIỆC \(muộn\) – tỉnh Bình Phước\n.*\nTin này gửi muộn/,
    );
  });

  it('lists to a chat of several units those that have not reported, in the order of the plan', () => {
    const text = textOf({ when: '2025-11-07 08:00', reported: reportedBy('so-gddt', 'so-tai-chinh') });
    const listed = /Chưa báo đã nộp \((\d+) đơn vị\): (.*)\./.exec(text);
    const order = unitsOfYear.units.map(({ name }) => name).filter((name) => !/Giáo dục|Tài chính/.test(name));
    expect(Number(listed?.[1])).toBe(order.length);
    expect(listed?.[2]).toBe(order.join('; '));
  });

  it('accuses nobody where the marks are not used', () => {
    expect(textOf({ when: '2025-11-07 08:00' })).not.toContain('Chưa');
    expect(missingLine(unitsOfYear, NOTHING_REPORTED, world)).toBeNull();
  });

  it('shows to the collector who is missing, on the day after and beside its own deadline', () => {
    const changes = { agency: 'so-y-te' };
    const day = textOf({ when: '2025-11-10 08:00', changes, reported: reportedBy('so-gddt') });
    expect(day).toContain('Thời hạn của các đơn vị (trước ngày 10/11/2025) đã qua');
    expect(day).toMatch(/Chưa báo đã nộp \(\d+ đơn vị\): .*Sở Tư pháp/);
    expect(textOf({ when: '2025-11-10 08:00', changes })).toContain('Chưa có đơn vị nào báo đã nộp trên trợ lý.');
    const own = textOf({ when: '2025-11-12 08:00', changes, reported: reportedBy('so-gddt') });
    expect(own).toMatch(/Hạn trước ngày 10\/11\/2025 của các đơn vị: chưa báo đã nộp .*Sở Tư pháp/);
    expect(textOf({ when: '2025-11-05 08:00', changes })).not.toContain('của các đơn vị: chưa');
  });

  it('names the feast that a span hides, and what became of an office that is gone', () => {
    expect(textOf({ place: 'minh-long', when: '2025-09-22 08:00' })).toContain('là ngày 6/10/2025');
    expect(textOf({ place: 'ha-lang', when: '2025-07-02 08:00' })).toContain(
      'Hiện nay: Từ 01/7/2025 không còn cấp huyện',
    );
    expect(textOf({ place: 'ha-lang', when: '2025-06-25 08:00' })).not.toContain('Hiện nay');
    expect(textOf({ when: '2021-05-19 08:00' })).not.toContain('Hiện nay');
  });

  it('of the circular names the circular and whom to ask', () => {
    const text = textOf({ place: 'minh-long', when: '2026-07-09 08:00' });
    expect(text).toContain('Căn cứ: Thông tư số 28/2019/TT-BLĐTBXH, Điều 5.');
    expect(text).toContain('đề nghị hỏi Sở Y tế');
  });

  it('of a season names last year’s days as last year’s and asks for the new plan', () => {
    const text = textOf({ when: '2026-10-09 08:00' });
    expect(text).toContain('Dữ liệu chưa có kế hoạch năm 2026 của tỉnh Bình Phước.');
    expect(text).toContain('- Trước ngày 10/11/2025: báo cáo');
    expect(text).toContain('không phải hạn của năm 2026');
    expect(text).not.toMatch(/còn \d+ ngày/);
  });

  it('warns where the holidays of its time are not known', () => {
    const blind = worldWith({ holidays: new Set([...knowledge.holidays].filter((day) => !day.startsWith('2025'))) });
    const { message, context } = scene({ when: '2025-11-07 08:00' });
    const items = message.items.map((item) => ({ ...item, occurrence: { ...item.occurrence, holidaysKnown: false } }));
    expect(messageText({ ...message, items }, { ...context, world: blind })).toContain('chưa có lịch nghỉ lễ năm 2025');
  });

  it('names no person of any plan', () => {
    const people = knowledge.plans.flatMap(({ plan }) => plan.document.signatory.value ?? []);
    const texts = ['2025-11-07 08:00', '2025-11-10 08:00'].map((when) =>
      textOf({ when, reported: reportedBy('so-gddt') }),
    );
    expect(people.length).toBeGreaterThan(0);
    expect(people.filter((name) => texts.some((text) => text.includes(name)))).toEqual([]);
  });

  it('has every sentence that is shipped in good form: no place left open', () => {
    const whens = ['2025-11-04 08:00', '2025-11-10 08:00', '2026-10-09 08:00', '2021-11-05 08:00'];
    for (const when of whens) expect(textOf({ when })).not.toMatch(/[{}]|undefined|\n\n\n| {2}|\.\./);
    expect(Object.values(nudges.texts).filter((text) => text !== text.normalize('NFC'))).toEqual([]);
  });
});

describe('the choices under a nudge', () => {
  const choicesOf = ({ message, context }: { message: DueMessage; context: TextContext }) =>
    offerOf(actionable(message, context), world);

  it('are three, and each stands for its command, found again from the key alone', () => {
    const offer = choicesOf(scene({ when: '2025-11-07 08:00', changes: { agency: 'so-gddt' } }))!;
    expect(offer.choices.map(({ label }) => label)).toEqual(['Đã nộp', 'Hoãn đến ngày làm việc sau', 'Xem nguyên văn']);
    expect(offer.choices.map(({ value }) => value)).toEqual(['/danop #z50j7m', '/hoan #z50j7m', '/nguyenvan #z50j7m']);
    expect(offer.choices.map((_, index) => commandOfChoice(offer.choicesKey, index + 1))).toEqual(
      offer.choices.map(({ value }) => value),
    );
    expect(commandOfChoice(offer.choicesKey, 4)).toBeNull();
    expect(commandOfChoice('case-MN-AB1234', 1)).toBeNull();
  });

  it('name the item where several are merged, and fit a Telegram button', () => {
    const offer = choicesOf(scene({ when: '2021-11-05 08:00' }))!;
    expect(offer.choices.map(({ label }) => label).slice(0, 2)).toEqual(['Đã nộp mục 1', 'Đã nộp mục 2']);
    const many = offerOf(
      [1, 2, 3, 4, 5, 6, 7].map((n) => ({ ...unitsOfYear, key: String(n) })),
      world,
    )!;
    expect(many.choices).toHaveLength(7);
    expect(Buffer.byteLength(`c:${many.choicesKey}:7`)).toBeLessThanOrEqual(64);
  });

  it('are none for those who only collect', () => {
    expect(choicesOf(scene({ when: '2025-11-10 08:00', changes: { agency: 'so-y-te' } }))).toBeNull();
  });

  it('are read back with what else was written', () => {
    expect(readNudgeArguments('#z50j7m Sở Giáo dục')).toEqual({
      references: ['z50j7m'],
      undo: false,
      all: false,
      words: 'Sở Giáo dục',
    });
    expect(readNudgeArguments('#aaaaaa #bbbbbb').references).toEqual(['aaaaaa', 'bbbbbb']);
    expect(readNudgeArguments('hủy')).toMatchObject({ undo: true, words: '' });
    expect(readNudgeArguments('#aaaaaa tất cả')).toMatchObject({ all: true, words: '' });
  });
});
