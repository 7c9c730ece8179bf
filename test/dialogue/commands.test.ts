import { expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import { realWorld } from '../support/world.ts';

const world = realWorld();
const say = (text: string) => ({ text, channel: 'private' as const, now: new Date('2025-05-06T09:00:00+07:00') });

it('sets the place that is chosen by its number', () => {
  const asked = decide(say('/diaphuong'), {}, world);
  expect(asked.reply.kind).toBe('clarify');
  const place = asked.reply.choices.findIndex((choice) => choice.value.includes('Hạ Lang'));
  const chosen = decide(say(String(place + 1)), asked.conversation, world);
  expect(chosen.conversation).toEqual({ place: 'ha-lang' });
  const answer = decide(say('/khauhieu'), chosen.conversation, world);
  expect(answer.reply.kind).toBe('answer');
  expect(answer.reply.citations[0]?.plan).toBe('ha-lang-2025');
});

it('forgets the conversation at /xoadulieu', () => {
  expect(decide(say('/xoadulieu'), { place: 'ha-lang', year: 2025 }, world).conversation).toEqual({});
});
