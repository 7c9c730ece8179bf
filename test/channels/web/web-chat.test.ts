import { describe, expect, it } from 'vitest';
import { openWebChat } from '../../../src/app.ts';
import { Conversations } from '../../../src/channels/web/conversations.ts';
import { fallbackReply, offeredPlaces, replyTo } from '../../../src/channels/web/web-chat.ts';
import type { LogEvent } from '../../../src/log.ts';
import { realWorld } from '../../support/world.ts';

const NOW = new Date('2025-06-12T08:20:00+07:00');
const world = realWorld();

describe('the web chat', () => {
  it('takes the place from the picker, by the name it offers', () => {
    for (const { id, name } of offeredPlaces(world)) {
      const reply = replyTo(
        { conversation: id, text: 'Các hạn báo cáo?', place: name },
        NOW,
        new Conversations(),
        world,
      );
      const cited = reply.citations.map((citation) => world.plans.get(citation.plan)?.place);
      expect(reply.kind, name).toBe('answer');
      expect(new Set(cited), name).toEqual(new Set([id]));
    }
  });

  it('offers each place that has a plan once', () => {
    expect(
      offeredPlaces(world)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['binh-phuoc', 'dak-nong', 'ha-lang', 'minh-long']);
  });

  it('remembers a conversation and keeps two apart', () => {
    const conversations = new Conversations();
    const say = (conversation: string, text: string) => replyTo({ conversation, text }, NOW, conversations, world);
    expect(say('a', 'Khi nào nộp báo cáo năm?').kind).toBe('clarify');
    expect(say('b', 'Bình Phước').text).not.toContain('10/11/2025');
    expect(say('a', 'Bình Phước').text).toContain('10/11/2025');
  });

  it('forgets on /xoadulieu', () => {
    const conversations = new Conversations();
    const say = (text: string) => replyTo({ conversation: 'a', text }, NOW, conversations, world);
    say('Khi nào nộp báo cáo năm ở Bình Phước?');
    expect(conversations.size).toBe(1);
    say('/xoadulieu');
    expect(conversations.size).toBe(0);
  });

  it('names 111 first when answering itself fails, and logs only the kind of failure', async () => {
    const events: LogEvent[] = [];
    const broken = {
      ...world,
      assess: () => {
        throw new TypeError('with the text of a message');
      },
    };
    const app = openWebChat(broken, {
      clock: () => NOW,
      conversations: new Conversations(),
      log: (level, event) => events.push({ level, ...event }),
    });
    const response = await app.request('/api/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ conversation: 'a', text: 'có trẻ bị đánh' }),
    });
    expect(await response.json()).toEqual({ ...fallbackReply(world) });
    expect(fallbackReply(world)).toMatchObject({ kind: 'safety', text: expect.stringMatching(/^111\n/) as string });
    expect(events[0]).toEqual({ level: 'error', event: 'reply-failed', error: 'TypeError' });
    expect(JSON.stringify(events)).not.toContain('text of a message');
  });
});
