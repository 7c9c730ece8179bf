import { describe, expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import type { Assessment } from '../../src/safety/assess.ts';
import { realWorld } from '../support/world.ts';

const world = realWorld();
const now = new Date('2025-09-01T09:00:00+07:00');
const doubt: Assessment = {
  level: 'none',
  category: 'physical',
  speaker: 'child',
  score: 0.3,
  uncertain: true,
  suspected: 'disclosure',
  reasons: [],
};
const doubting = { ...world, assess: () => doubt };

describe('a message that may sign harm', () => {
  it('gets the card with 111 when the plans do not answer it', () => {
    const { reply } = decide({ text: 'con buồn lắm', channel: 'private', now }, {}, doubting);
    expect(reply.kind).toBe('safety');
    expect(reply.text.split('\n')[0]).toBe('111');
  });

  it('keeps its answer, with one quiet line that names 111, when the plans do', () => {
    const question = { text: 'Ai chủ trì phòng, chống đuối nước ở Bình Phước?', channel: 'private' as const, now };
    const plain = decide(question, {}, { ...world, assess: () => ({ ...doubt, uncertain: false, suspected: 'none' }) });
    const { reply } = decide(question, {}, doubting);
    expect(reply.kind).toBe('answer');
    expect(reply.text.startsWith(plain.reply.text)).toBe(true);
    expect(reply.text.slice(plain.reply.text.length).split('\n')).toHaveLength(2);
    expect(reply.text.split('\n').at(-1)).toContain('111');
  });

  it('leaves greetings and commands alone', () => {
    expect(decide({ text: '/help', channel: 'private', now }, {}, doubting).reply.kind).toBe('help');
  });
});

describe('a sure sign of harm', () => {
  const sure = { ...world, assess: (): Assessment => ({ ...doubt, level: 'emergency', uncertain: false }) };

  it('comes before every command and question', () => {
    for (const text of ['/han', 'Khi nào nộp báo cáo năm ở Bình Phước?', '1']) {
      expect(decide({ text, channel: 'private', now }, {}, sure).reply.kind).toBe('safety');
    }
  });

  it('gets one neutral answer in a group, without asking anything', () => {
    const { reply } = decide({ text: 'chuyện của một cháu', channel: 'group', now }, {}, sure);
    expect(reply.text).toContain('111');
    expect(reply.text).toContain('113');
    expect(reply.text).not.toContain('?');
    expect(reply.text).not.toContain('cháu');
  });
});
