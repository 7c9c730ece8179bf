import { describe, expect, it } from 'vitest';
import { cardFor, generalCard } from '../../src/dialogue/care/care-lines.ts';
import { decide } from '../../src/dialogue/decide.ts';
import type { Conversation } from '../../src/model/conversation.ts';
import type { Effect } from '../../src/model/effect.ts';
import type { World } from '../../src/dialogue/world.ts';
import { gate } from '../safety/gate.ts';
import { knowledge, realWorld } from '../support/world.ts';

const world = realWorld();
const withDuty: World = { ...world, handover: 'on' };
const NOW = new Date('2026-11-22T20:00:00+07:00');

/** A conversation: each call says something and gives the reply. */
function talk(options: { channel?: 'private' | 'group'; place?: string; world?: World } = {}) {
  let conversation: Conversation = {};
  const effects: Effect[] = [];
  const say = (text: string, now = NOW) => {
    const { channel = 'private', place } = options;
    const message = { text, channel, now, ...(place ? { place } : {}) };
    const decision = decide(message, conversation, options.world ?? world);
    conversation = JSON.parse(JSON.stringify(decision.conversation)) as Conversation;
    effects.push(...(decision.effects ?? []));
    return decision.reply;
  };
  return { say, effects, remembered: () => conversation };
}

const { care } = knowledge;
const personal = Object.entries({
  cards: care.cards,
  follow: care.follow,
  otherwise: care.otherwise,
  common: care.common,
});

function linesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(linesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => !['id', 'cues', 'categories', 'numbers', 'official', 'where', 'when', 'say'].includes(key))
    .flatMap(([, inner]) => linesIn(inner));
}

describe('what is said where a child may be harmed', () => {
  it('has sentences of at most twelve words for parents and children', () => {
    const sentences = personal.flatMap(([, part]) => linesIn(part)).flatMap((line) => line.split(/[.!?]+\s*/));
    expect(sentences.length).toBeGreaterThan(200);
    expect(sentences.filter((sentence) => sentence.split(/\s+/).filter(Boolean).length > 12)).toEqual([]);
  });

  it('names no number that contacts.yaml does not have', () => {
    const known = new Set(knowledge.contacts.map((contact) => contact.phone));
    const numbers = JSON.stringify(care).match(/(?<![\d/.])1\d{2}(?![\d/])/g) ?? [];
    expect(new Set(numbers)).toEqual(new Set(['111', '113', '114', '115']));
    expect([...new Set(numbers)].filter((number) => !known.has(number))).toEqual([]);
  });

  it('never blames, never asks why, never promises a time', () => {
    const said = personal
      .flatMap(([, part]) => linesIn(part))
      .join('\n')
      .toLowerCase();
    for (const word of ['tại sao', 'vì sao', 'sao em không', 'sao không', 'phút nữa', 'chắc chắn sẽ', 'sẽ bị bắt']) {
      expect(said).not.toContain(word);
    }
  });

  it('has a card for every category of the gate, and the general one for a cry that names no harm', () => {
    const phrases = [...gate.lexicon.phrases.values()].flat();
    const told = new Set([...gate.category.labels, ...phrases.map(({ category }) => category)]);
    const carried = new Set(care.cards.flatMap((card) => card.categories));
    expect([...told].filter((category) => !carried.has(category))).toEqual(['help']);
    expect(cardFor('help', new Set(), care)).toBe(generalCard(care));
    expect(cardFor('help', new Set(['violence']), care).id).toBe('violence');
    // What the gate says where no label of its model leads.
    expect([...carried].filter((category) => !told.has(category))).toEqual(['other']);
  });
});

describe('a card', () => {
  it.each([
    ['bố đang cầm dao đánh mẹ con', '113\n111\n'],
    ['cháu bé rơi xuống giếng', '115\n114\n111\n'],
    ['em không muốn sống nữa', '115\n111\n'],
    ['hôm qua con bị dì nhốt không cho ăn', '111\n'],
    ['bạn em bị người ta dọa tung ảnh', '111\n'],
  ])('for "%s" begins with the numbers, each alone on its line', (text, start) => {
    const { text: said, kind } = talk().say(text);
    expect(kind).toBe('safety');
    expect(/^(\d{3}\n)+/.exec(said)?.[0]).toBe(start);
    expect(said).toContain(care.common.automatic.adult);
  });

  it('speaks to a child as to a child, and tells an official the duty, the twelve hours and form 01', () => {
    expect(talk().say('ba con hay đánh con lắm').text).toContain(care.common.warm.child);
    const official = talk().say('Trên địa bàn xã có cháu bị cha dượng đánh hôm qua, xin hướng dẫn').text;
    expect(official).toContain('12 giờ');
    expect(official).toContain('Mẫu số 01');
  });

  it('gives the locality its own line, with the year of the plan it stands in', () => {
    const { text } = talk({ place: 'Bình Phước' }).say('nhà bên đánh con suốt, tôi muốn báo');
    expect(text).toMatch(/02713\. 825\.825 \(theo kế hoạch năm 2025, số có thể đã đổi\)/);
    expect(talk({ place: 'Hạ Lang' }).say('nhà bên đánh con suốt, tôi muốn báo').text).not.toContain('theo kế hoạch');
  });

  it('gives advice on a matter only where the words bear it out', () => {
    const lines = (id: string) => care.cards.find((card) => card.id === id)!.told.adult;
    const { text } = talk().say('nhà bên đánh con suốt, tôi muốn báo mà đừng ai biết là tôi');
    for (const line of lines('violence')) expect(text).toContain(line);
    for (const line of lines('trafficking')) expect(text).not.toContain(line);
    const card = cardFor('trafficking', new Set(), care);
    expect(card.id).toBe('unclear');
    expect(cardFor('trafficking', new Set(['missing']), care).id).toBe('missing');
    expect(cardFor('self-harm', new Set(), care).id).toBe('self-harm');
  });

  it('answers English in English', () => {
    const { text } = talk().say('my dad hits me every night, please help me');
    expect(text).toContain(care.common.automatic.en);
    expect(text).toContain('111');
  });
});

describe('after a card', () => {
  it('takes the correction and gives the answer that the plans have', () => {
    const { say, remembered } = talk();
    expect(say('bố em đánh em').kind).toBe('safety');
    const corrected = say('không phải, tôi chỉ hỏi khi nào nộp báo cáo năm ở Bình Phước');
    expect(corrected.kind).toBe('answer');
    expect(corrected.text).toContain('10/11/2025');
    expect(remembered().care).toBeUndefined();
    const bare = talk();
    bare.say('bố em đánh em');
    expect(bare.say('nhầm rồi, em đùa thôi').text).toContain(care.mistaken.say);
  });

  it('does not take "không phải lỗi của em" for a correction', () => {
    const { say } = talk();
    say('bố em đánh em');
    expect(say('không phải lỗi của em phải không').kind).toBe('safety');
  });

  it('knows the safe words at any moment, and only when nothing else is said', () => {
    for (const word of ['111', 'cứu', 'cuu', 'CỨU!', 'cứu em']) expect(talk().say(word).kind, word).toBe('safety');
    const { say } = talk();
    say('Khi nào nộp báo cáo năm?');
    expect(say('111').text).toMatch(/^111\n/);
    expect(talk().say('111 là gì').kind).not.toBe('safety');
  });

  it('remembers nothing of what was told, and forgets the card after two hours', () => {
    const { say, remembered } = talk();
    say('em tên Ngọc Hân lớp 7A, chú Ba sờ người em');
    expect(JSON.stringify(remembered())).not.toMatch(/Hân|7A|chú Ba|sờ/);
    expect(say('kể chuyện vui đi', new Date(NOW.getTime() + 3 * 3_600_000)).kind).not.toBe('safety');
  });

  it('is forgotten with everything else on /xoadulieu', () => {
    const { say, remembered } = talk();
    say('bố em đánh em');
    say('/xoadulieu');
    expect(remembered()).toEqual({});
  });

  it('puts the reminder before one ordinary answer, and none before the next', () => {
    const { say } = talk({ place: 'Bình Phước' });
    say('hàng xóm đánh con chảy máu đầu');
    const first = say('Khi nào nộp báo cáo năm ở Bình Phước?');
    expect([first.kind, first.text.includes('111')]).toEqual(['answer', true]);
    const second = say('Chủ đề Tháng hành động vì trẻ em năm 2025 ở Hạ Lang?');
    expect([second.kind, second.text.startsWith('11')]).toEqual(['answer', false]);
  });

  it('keeps the numbers in sight at every turn of an emergency', () => {
    const { say } = talk();
    for (const text of ['ba con cầm dao ngoài cửa', 'con với em con trong phòng', 'con thấy cửa sổ sau', 'ừm', 'dạ']) {
      expect(say(text).text, text).toContain('111');
    }
  });

  it('shows a heavier card when things get worse', () => {
    const { say } = talk();
    expect(say('hôm qua con bị dì mắng').text).toMatch(/^111\n/);
    expect(say('bố đang cầm dao ngoài cửa').text).toMatch(/^113\n111\n/);
  });
});

describe('in a group', () => {
  it('says one neutral sentence, repeats nothing, asks nothing, offers to go on in private', () => {
    const { say } = talk({ channel: 'group' });
    for (const text of [
      'bé Na nhà số 12 bị bố đánh bầm mặt, có ảnh đây',
      'ai biết chi tiết thì kể thêm cho rõ',
      'ok nhắn riêng',
    ]) {
      const reply = say(text);
      expect(reply.kind).toBe('safety');
      expect(reply.text.split('\n')).toHaveLength(2);
      expect(reply.text).toMatch(/^111\n/);
      expect(reply.text).not.toMatch(/Na|12|bố|\?/);
      expect(reply.privately).toBe(true);
    }
  });
});

describe('the note for the duty officers', () => {
  it('takes four short steps with 111 at each, shows the summary, and is sent only after the yes', () => {
    const { say, effects } = talk({ world: withDuty });
    expect(say('nhà bên đánh con suốt').text).toContain(care.handover.offer);
    const steps = ['chuyển tin', 'hàng xóm đánh con', 'xã Thống Nhất', '2', 'bỏ qua'];
    for (const text of steps) expect(say(text).text).toMatch(/^111\n/);
    expect(effects).toEqual([]);
    expect(say('gửi').text).toContain(care.handover.sending);
    expect(effects).toEqual([
      { kind: 'hand-over', note: { what: 'hàng xóm đánh con', where: 'xã Thống Nhất', safe: 'không' } },
    ]);
  });

  it('can be cancelled at each step, and then nothing is kept', () => {
    for (const count of [0, 1, 2, 3, 4]) {
      const { say, effects, remembered } = talk({ world: withDuty });
      say('chuyển tin');
      for (let step = 0; step < count; step += 1) say(`câu trả lời ${step}`);
      expect(say('hủy').text).toContain(care.handover.cancelled);
      expect(effects).toEqual([]);
      expect(JSON.stringify(remembered())).not.toContain('câu trả lời');
    }
  });

  it('is not sent empty, and not in a group, and says so where there is no duty chat', () => {
    const { say, effects } = talk({ world: withDuty });
    for (const text of ['chuyển tin', 'bỏ qua', 'bỏ qua', 'bỏ qua']) say(text);
    expect(say('bỏ qua').text).toContain(care.handover.nothing);
    expect(effects).toEqual([]);
    expect(talk({ world: withDuty, channel: 'group' }).say('chuyển tin').text).not.toContain(care.handover.intro);
    expect(talk().say('chuyển tin').text).toContain(care.handover.off);
  });

  it('gives way to a safe word and goes on afterwards', () => {
    const { say } = talk({ world: withDuty });
    say('chuyển tin');
    expect(say('cứu').text).toMatch(/^113\n111\n/);
    expect(say('bố đánh em').text).toContain(care.handover.steps.where.ask);
  });
});
