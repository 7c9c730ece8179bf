import { describe, expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import { realWorld } from '../support/world.ts';

const world = realWorld();
const { messages } = world.knowledge;
const OPERATORS_ONLY = messages['operators-only'];
const say = (text: string) => ({ text, channel: 'private' as const, now: new Date('2026-05-20T09:00:00+07:00') });
const decided = (text: string, rest: { operator?: boolean; channel?: 'private' | 'group' } = {}) =>
  decide({ ...say(text), ...rest }, {}, world);
const byOperator = (text: string) => decided(text, { operator: true });
/** What a message has done to drafts: "approve", "approve cao-bang-2026", or nothing. */
const done = ({ effects = [] }: ReturnType<typeof decide>) =>
  effects.flatMap((effect) => (effect.kind === 'drafts' ? [`${effect.command} ${effect.rest}`.trim()] : []));

describe('a place and a year', () => {
  it.each([
    'duyệt Bình Phước 2026',
    '/duyet Bình Phước 2026',
    'Duyệt kế hoạch Bình Phước  2026',
    'duyet binh phuoc 2026',
  ])('are told with "%s"', (words) => {
    expect(byOperator(words).effects).toEqual([
      { kind: 'drafts', command: 'approve', rest: '', place: 'binh-phuoc', year: 2026 },
    ]);
    expect(done(decided(words))).toEqual([]);
  });
});

describe('who runs the service', () => {
  it.each([
    ['/duyet', 'approve'],
    ['/duyet@mangnonbot abcd2345', 'approve abcd2345'],
    ['/DUYET Cao-Bang-2026', 'approve cao-bang-2026'],
    ['/huy', 'discard'],
    ['/huy cao-bang-2026', 'discard cao-bang-2026'],
    ['/tailen', 'upload'],
    ['/gokehoach cao-bang-2026', 'withdraw cao-bang-2026'],
    ['duyệt', 'approve'],
    ['Duyệt.', 'approve'],
    ['duyet', 'approve'],
    ['duyệt kế hoạch', 'approve'],
    ['đồng ý duyệt', 'approve'],
    ['duyệt cao-bang-2026', 'approve cao-bang-2026'],
    ['duyệt kế hoạch cao-bang-2026', 'approve cao-bang-2026'],
    ['hủy', 'discard'],
    ['huỷ!', 'discard'],
    ['Bỏ bản nháp', 'discard'],
    ['hủy bản nháp cao-bang-2026', 'discard cao-bang-2026'],
    ['nhập văn bản', 'upload'],
    ['tải văn bản lên', 'upload'],
  ])('says "%s" and means it', (words, meant) => {
    expect(done(byOperator(words))).toEqual([meant]);
  });

  it.each([
    'duyệt kế hoạch này giao cho ai',
    'duyệt kế hoạch này giao cho ai?',
    'Duyệt dự toán kinh phí giao cho ai ở Bình Phước?',
    'hủy kế hoạch thì báo ai?',
    'hủy nhắc việc',
    'Duyệt dự toán kinh phí năm 2026',
    'hủy Bình Phước 2026',
    'chưa duyệt',
    'không duyệt',
    'nhập kế hoạch của Bình Phước năm 2025 có khó không',
    'Ai phê duyệt kế hoạch của Bình Phước?',
  ])('asks "%s" and nothing happens to a draft', (words) => {
    expect(done(byOperator(words))).toEqual([]);
    expect(byOperator(words).reply.text).not.toBe(messages['draft-none']);
  });

  it.each(['/duyet', '/huy', '/tailen', '/gokehoach cao-bang-2026'])('does not use %s in a group', (command) => {
    const inGroup = decided(command, { operator: true, channel: 'group' });
    expect([done(inGroup), inGroup.reply.text]).toEqual([[], OPERATORS_ONLY]);
  });

  it.each(['duyệt', 'hủy', 'nhập văn bản'])('has said nothing of drafts with "%s" in a group', (words) => {
    const inGroup = decided(words, { operator: true, channel: 'group' });
    expect(done(inGroup)).toEqual([]);
    expect(inGroup.reply.text).not.toBe(OPERATORS_ONLY);
  });
});

describe('anybody else', () => {
  it.each(['/duyet', '/huy', '/tailen', '/gokehoach cao-bang-2026', '/duyet abcd2345'])(
    'is told for whom %s is',
    (command) => {
      for (const channel of ['private', 'group'] as const) {
        const refused = decided(command, { channel });
        expect([done(refused), refused.reply.text]).toEqual([[], OPERATORS_ONLY]);
      }
    },
  );

  it.each(['hủy', 'duyệt', 'bỏ bản nháp', 'nhập kế hoạch', 'duyệt kế hoạch này giao cho ai'])(
    'says "%s" as any other words',
    (words) => {
      expect(done(decided(words))).toEqual([]);
      expect(decided(words).reply.text).not.toBe(OPERATORS_ONLY);
      expect(decided(words).reply.text).not.toBe(messages['draft-none']);
    },
  );
});

describe('a link to a document', () => {
  const LINKS = [
    'https://drive.google.com/file/d/abc/view',
    'Nhờ nhập giúp: https://docs.google.com/document/d/abc/edit?usp=sharing',
    'http://soytecaobang.gov.vn/van-ban/1289-KH-UBND.PDF',
    'https://example.vn/a/ke-hoach.docx nhé',
  ];

  it.each(LINKS)('of an operator gets a way to upload it: %s', (link) => {
    expect(done(byOperator(link))).toEqual(['upload']);
  });

  it.each(LINKS)('of anybody else, or in a group, is an ordinary message: %s', (link) => {
    for (const other of [decided(link), decided(link, { operator: true, channel: 'group' })]) {
      expect(done(other)).toEqual([]);
      expect(other.reply.text).not.toBe(messages['draft-none']);
    }
    expect(decided(link).reply.kind).not.toBe('safety');
  });

  it('to something else is an ordinary message of an operator, too', () => {
    for (const words of ['https://baocaobang.vn/tin-tuc', 'Gửi tệp .docx thế nào?', 'drive.google.com là gì?'])
      expect(done(byOperator(words)), words).toEqual([]);
  });

  it.each([true, false])('with words that sign harm gets the card with 111 (operator: %s)', (operator) => {
    for (const words of ['bố đang đánh em', 'em không muốn sống nữa', 'thầy giáo sờ vào chỗ kín của con']) {
      const decision = decided(`${words} https://drive.google.com/file/d/abc/view`, { operator });
      expect([decision.reply.kind, done(decision)]).toEqual(['safety', []]);
      expect(decision.reply.text).toContain('111');
    }
  });
});
