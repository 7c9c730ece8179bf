import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS } from '../../src/safety/assessment.ts';
import { assess } from '../../src/safety/assess.ts';
import { fold } from '../../src/text/fold.ts';
import { gate } from './gate.ts';

const HARM: [text: string, least: string][] = [
  ['em không muốn sống nữa', 'emergency'],
  ['cứu em với', 'emergency'],
  ['có người cầm dao trước nhà con', 'emergency'],
  ['con bị bỏ đói ở nhà dì', 'disclosure'],
  ['cháu bị bố đánh hôm qua', 'disclosure'],
  ['bé bị đánh đập ở nhà trẻ', 'disclosure'],
  ['chú ấy sờ vào người em rồi bảo em giữ bí mật', 'disclosure'],
  ['thầy sờ đùi em trong giờ học thêm', 'disclosure'],
  ['bố dượng nhốt em trong kho', 'disclosure'],
  ['nhà bắt em lấy chồng, em mới lớp 8', 'disclosure'],
  ['bố đánh mẹ, con sợ', 'disclosure'],
  ['nó dọa tung ảnh của em lên mạng', 'disclosure'],
  ['em bị tụi nó đánh hội đồng', 'disclosure'],
  ['bé nhà em bị điện giật', 'emergency'],
  ['con tôi rơi xuống giếng', 'emergency'],
  ['cháu bé tím tái không thở', 'emergency'],
];

const HARMLESS = [
  'chết rồi, em gửi nhầm file báo cáo',
  'mệt chết đi được, họp cả ngày',
  'bé đang tập đánh vần',
  'Đánh giá công tác trẻ em quý 3',
  'Sở Y tế chủ trì nhiệm vụ nào?',
  'Hạn nộp báo cáo năm là khi nào?',
  'so lieu so tre em nop ve so nao',
  'Số vụ xâm hại trẻ em năm nay nhập vào biểu nào',
  'Cơ quan nào chủ trì phòng, chống đuối nước trẻ em?',
  'Khẩu hiệu Tháng hành động vì trẻ em năm 2025',
  'cảm ơn bạn nhiều nhé',
  '/start',
];

function weight(level: string): number {
  return LEVELS.findIndex((one) => one === level);
}

describe('phrases that must never be missed', () => {
  it.each(HARM)('%s is at least %s', (text, least) => {
    expect(weight(assess(text, gate).level)).toBeGreaterThanOrEqual(weight(least));
  });

  it.each(HARM)('%s is at least %s without diacritics, too', (text, least) => {
    expect(weight(assess(fold(text), gate).level)).toBeGreaterThanOrEqual(weight(least));
  });

  it.each(HARM)('%s is at least %s in capitals and in decomposed letters', (text, least) => {
    expect(weight(assess(text.toUpperCase(), gate).level)).toBeGreaterThanOrEqual(weight(least));
    expect(assess(text.normalize('NFD'), gate)).toEqual(assess(text, gate));
  });

  it('does not depend on where the tone mark stands', () => {
    const older = 'bố doạ giết em, khoá cửa rồi';
    expect(assess(older.replace('doạ', 'dọa').replace('khoá', 'khóa'), gate)).toEqual(assess(older, gate));
  });

  it('sees through zero-width characters and drawn-out letters', () => {
    expect(assess('cứ\u200bu em v\u200bới', gate).level).toBe('emergency');
    expect(assess('cứuuuu em vớiiii', gate).level).toBe('emergency');
  });

  it('names the phrase but never the text', () => {
    const { reasons } = assess('em không muốn sống nữa', gate);
    expect(reasons).toContain('phrase:does-not-want-to-live');
    for (const reason of reasons) expect(reason).toMatch(/^(phrase|model|features):[a-z-]+$/);
  });
});

describe('ordinary talk', () => {
  it.each(HARMLESS)('%s passes', (text) => {
    expect(assess(text, gate).level).toBe('none');
  });

  it('does not let an official report hide a disclosure', () => {
    const report = 'Kính gửi Sở Y tế, xã xin gửi báo cáo quý theo kế hoạch và biểu mẫu số 02. ';
    expect(assess(`${report}Cháu bị bố đánh chảy máu đầu hôm qua.`, gate).level).not.toBe('none');
  });

  it('finds a disclosure buried in a long text', () => {
    const filler = 'Xã đã triển khai kế hoạch, tổ chức tuyên truyền và gửi số liệu về huyện đúng hạn. ';
    const buried = `${filler.repeat(200)}Bố dượng nhốt em trong kho và đánh em. ${filler.repeat(200)}`;
    expect(assess(filler.repeat(400), gate).level).toBe('none');
    expect(assess(buried, gate).level).not.toBe('none');
  });
});

describe('any string', () => {
  it('gives a verdict', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
    );
    fc.assert(
      fc.property(text, (any) => {
        const found = assess(any, gate);
        expect(LEVELS).toContain(found.level);
        expect(found.score).toBeGreaterThanOrEqual(0);
        expect(found.score).toBeLessThanOrEqual(1);
        const nothing = found.level === 'none' && found.suspected === 'none';
        if (nothing) expect(found.category).toBe('none');
        for (const reason of found.reasons) expect(reason).toMatch(/^(phrase|model|features):[a-z-]+$/);
        if (found.suspected !== 'none') expect([found.level, found.uncertain]).toEqual(['none', true]);
      }),
    );
  });

  it.each(['', ' ', '\u0000', '\ud800', '👍', '.'.repeat(200_000), 'a'.repeat(200_000), '\u0301'.repeat(5000)])(
    'gives a verdict on an odd one (case %#)',
    (odd) => {
      expect(assess(odd, gate).level).toBe('none');
    },
  );

  it('gives the same verdict each time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HARM.map(([text]) => text), ...HARMLESS), (text) => {
        expect(assess(text, gate)).toEqual(assess(text, gate));
      }),
    );
  });
});
