import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fallbackReply, offeredPlaces } from '../../../src/channels/web/web-chat.ts';
import { openTestService } from '../../support/service.ts';
import { realWorld } from '../../support/world.ts';

const world = realWorld();
const service = await openTestService();
afterAll(() => service.stop());

describe('the web chat', () => {
  it('takes the place from the picker, by the name it offers', async () => {
    for (const { id, name } of offeredPlaces(world)) {
      const reply = await service.say(id, 'Các hạn báo cáo?', name);
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

  it('remembers a conversation and keeps two apart', async () => {
    expect((await service.say('a', 'Khi nào nộp báo cáo năm?')).kind).toBe('clarify');
    expect((await service.say('b', 'Bình Phước')).text).not.toContain('10/11/2025');
    expect((await service.say('a', 'Bình Phước')).text).toContain('10/11/2025');
  });

  it('forgets on /xoadulieu', async () => {
    await service.say('c', 'Khi nào nộp báo cáo năm ở Bình Phước?');
    expect((await service.say('c', 'còn cả năm thì sao?')).text).toContain('10/11/2025');
    await service.say('c', '/xoadulieu');
    expect((await service.say('c', 'còn cả năm thì sao?')).text).not.toContain('10/11/2025');
  });

  it('keeps nothing of what is written in clear', async () => {
    const marker = 'dauvetriengtu';
    await service.say('d', `em tên ${marker}, bố đánh em hôm qua`);
    await service.say('d', `Khi nào nộp báo cáo năm ở Bình Phước ${marker}?`);
    const files = readdirSync(service.folder).map((name) => readFileSync(join(service.folder, name)));
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((bytes) => bytes.includes(marker))).toEqual([]);
    expect(service.lines.join('')).not.toContain(marker);
    expect(await (await service.app.request('/metrics')).text()).not.toContain(marker);
  });

  it('answers without memory while the store is broken, safety first of all', async () => {
    const broken = await openTestService({}, { start: false });
    await broken.running.stop();
    expect((await broken.say('a', 'bố đang đánh em')).text).toMatch(/^113\n111\n/);
    expect((await broken.say('a', 'Khi nào nộp báo cáo năm ở Bình Phước?')).text).toContain('10/11/2025');
    expect((await broken.app.request('/readyz')).status).toBe(503);
  });

  it('names 111 first when answering itself fails, and logs only the kind of failure', async () => {
    const failing = await openTestService(
      {},
      {
        world: {
          ...world,
          assess: () => {
            throw new TypeError('with the text of a message');
          },
        },
      },
    );
    expect(await failing.say('a', 'có trẻ bị đánh')).toEqual({ ...fallbackReply(world) });
    expect(fallbackReply(world)).toMatchObject({ kind: 'safety', text: expect.stringMatching(/^111\n/) as string });
    expect(failing.lines.join('')).toContain('{"level":"error","event":"reply-failed","error":"TypeError"}');
    expect(failing.lines.join('')).not.toContain('text of a message');
    await failing.stop();
  });
});
