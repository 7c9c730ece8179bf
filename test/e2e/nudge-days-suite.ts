import { afterAll, beforeAll, expect, it } from 'vitest';
import { Platforms, type Talk } from './platforms.ts';
import { RehearsedService, vietnam } from './nudge-service.ts';
import { MARKS, tracesIn, filesIn } from './traces.ts';

const LONG_MS = 90_000;
const WHAT = 'Xây dựng Kế hoạch thực hiện Tháng hành động vì trẻ em năm 2025';
const PLACE = 'huyện Hạ Lang';
const SOURCE = 'Căn cứ: Kế hoạch năm 2025 của huyện Hạ Lang, mục VI.';
const CHOICES = ['Đã nộp', 'Hoãn đến ngày làm việc sau', 'Xem nguyên văn'];

const dueIn = (left: string) => `Thời hạn: trước ngày 21/5/2025; ngày làm việc cuối cùng: thứ Ba, 20/5/2025 (${left}).`;

/** A fortnight of Hạ Lang's first deadline, 20/5/2025 at the latest. */
export function nudgeDays(): void {
  let platforms: Platforms;
  let service: RehearsedService;
  let group: ReturnType<typeof groupOf>;
  let zalo: Talk;
  /** Puts off what is nudged, and later asks for the summary. */
  let snoozer: Talk;
  /** Has had enough. */
  let tired: Talk;

  beforeAll(async () => {
    platforms = await Platforms.open();
    service = new RehearsedService(platforms);
    group = groupOf(platforms);
    zalo = platforms.zaloPrivate();
    snoozer = platforms.telegramPrivate();
    tired = platforms.telegramPrivate();
    await service.openAt('2025-05-05 10:00:00');
  }, LONG_MS);

  afterAll(async () => {
    await service.close();
    await platforms.close();
  });

  it('are turned on in a group by an admin only, and in private by plain words', { timeout: LONG_MS }, async () => {
    group.sayAs(group.member, '/nhacviec bat');
    expect((await group.answered(1))[0]).toContain('do quản trị viên của nhóm làm');
    expect(await ask(group, '/diaphuong Hạ Lang')).toContain('Đã chọn huyện Hạ Lang');
    expect(await ask(group, '/nhacviec bat')).toContain(`Đã bật nhắc việc: ${PLACE}`);
    await ask(zalo, '/diaphuong Hạ Lang');
    const on = await ask(zalo, 'nhắc việc cho tôi');
    expect(on).toContain(`Đã bật nhắc việc: ${PLACE}`);
    expect(on).toContain('thứ Ba, 20/5/2025: xây dựng Kế hoạch');
    for (const talk of [snoozer, tired]) {
      await ask(talk, '/diaphuong Hạ Lang');
      expect(await ask(talk, '/nhacviec bat')).toContain('Đã bật nhắc việc');
    }
  });

  it(
    'come once to each chat at 08:00, with the deadline as written, the last working day, the days left, the source and choices',
    { timeout: LONG_MS },
    async () => {
      const before = countsOf();
      await service.reopenAt('2025-05-06 07:59:57');
      for (const talk of all()) {
        const nudge = (await talk.answered(before.get(talk)! + 1)).at(-1)!;
        for (const words of [`NHẮC VIỆC – ${PLACE}`, WHAT, dueIn('còn 14 ngày'), SOURCE])
          expect(nudge, talk.name).toContain(words);
        expect(nudge, talk.name).not.toContain('muộn');
      }
      expect(platforms.telegram.pressable(group.chat).map(({ text }) => text)).toEqual(CHOICES);
      expect(zalo.replies().at(-1)).toContain(CHOICES.map((label, at) => `${at + 1}. ${label}`).join('\n'));
      for (const talk of all()) expect(talk.replies(), talk.name).toHaveLength(before.get(talk)! + 1);
    },
  );

  it('are marked as done by a button on Telegram and by its number on Zalo', { timeout: LONG_MS }, async () => {
    expect(await press(group, 'Đã nộp')).toContain('Đơn vị nào đã nộp');
    expect(await press(group, 'Tất cả đã nộp')).toContain('Trợ lý không nhắc hạn này ở đây nữa');
    expect(await ask(zalo, '1')).toContain('Trợ lý không nhắc hạn này ở đây nữa');
  });

  it('are put off to the next working day by /hoan, and stopped by /nhacviec tat', { timeout: LONG_MS }, async () => {
    expect(await ask(snoozer, '/hoan')).toContain('thứ Tư, 7/5/2025');
    expect(await ask(tired, '/nhacviec tat')).toContain('Đã tắt nhắc việc');
    const before = countsOf();
    await service.reopenAt('2025-05-07 07:59:57');
    const again = (await snoozer.answered(before.get(snoozer)! + 1)).at(-1);
    expect(again).toContain(dueIn('còn 13 ngày'));
    await onlyTo(snoozer, before);
  });

  it('are summed up once at 08:00 on Monday for those who asked by /nhacviec tuan', { timeout: LONG_MS }, async () => {
    expect(await ask(snoozer, '/nhacviec tuan')).toContain('Đã bật tóm tắt đầu tuần');
    const before = countsOf();
    await service.reopenAt('2025-05-12 07:59:57');
    const summary = (await snoozer.answered(before.get(snoozer)! + 1)).at(-1);
    expect(summary).toContain('Hạn trong tuần này và tuần tới:');
    expect(summary).toContain('- thứ Ba, 20/5/2025: xây dựng Kế hoạch');
    expect(summary).not.toContain('Thời hạn:');
    await onlyTo(snoozer, before);
  });

  it('come on the next day of the deadline only to those who have not marked it', { timeout: LONG_MS }, async () => {
    const before = countsOf();
    await service.reopenAt('2025-05-13 07:59:57');
    const nudge = (await snoozer.answered(before.get(snoozer)! + 1)).at(-1);
    expect(nudge).toContain(dueIn('còn 7 ngày'));
    expect(nudge).not.toContain('Hạn trong tuần');
    await onlyTo(snoozer, before);
  });

  it('leave nothing waiting, and no trace of anybody in the files', { timeout: LONG_MS }, async () => {
    await service.stop();
    const store = service.openStore();
    expect(await store.waitingChats(vietnam('2025-05-13 20:59:00').getTime(), 10)).toEqual([]);
    await store.close();
    expect(tracesIn({ told: [], kept: filesIn(service.folder) }, [WHAT])).toEqual([]);
  });

  function all(): Talk[] {
    return [group, zalo, snoozer, tired];
  }

  function countsOf(): Map<Talk, number> {
    return new Map(all().map((talk) => [talk, talk.replies().length]));
  }

  /** The look that gave one chat its message gave none to the others: they answer, and that is all they say. */
  async function onlyTo(one: Talk, before: ReadonlyMap<Talk, number>): Promise<void> {
    for (const talk of all()) {
      const expected = before.get(talk)! + (talk === one ? 1 : 0);
      await ask(talk, '/nhacviec');
      expect(talk.replies(), talk.name).toHaveLength(expected + 1);
    }
  }

  async function press(talk: Talk & { member: unknown }, label: string): Promise<string> {
    const { telegram } = platforms;
    const message = telegram.botMessagesIn(group.chat).at(-1)!;
    const at = telegram.pressable(group.chat).findIndex(({ text }) => text === label);
    const count = talk.replies().length;
    telegram.press(message, at, group.member);
    return (await talk.answered(count + 1))[count]!;
  }
}

async function ask(talk: Talk, text: string): Promise<string> {
  const count = talk.replies().length;
  talk.say(text);
  return (await talk.answered(count + 1))[count]!;
}

/** A group with an admin, who is the one who speaks, and a member. */
function groupOf(platforms: Platforms) {
  const talk = platforms.telegramGroup();
  const { telegram } = platforms;
  const [admin, member] = [telegram.user(MARKS.name), telegram.user(MARKS.name)];
  talk.chat.members.set(admin.id, 'administrator');
  talk.chat.members.set(member.id, 'member');
  const say = (text: string) => void telegram.say(talk.chat, admin, text);
  return {
    ...talk,
    member,
    say,
    sayAs: (user: typeof member, text: string) => void telegram.say(talk.chat, user, text),
  };
}
