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
  expect(chosen.effects).toEqual([{ kind: 'settings', place: 'Hạ Lang', placeId: 'ha-lang' }]);
  const answer = decide(say('/khauhieu'), chosen.conversation, world);
  expect(answer.reply.kind).toBe('answer');
  expect(answer.reply.citations[0]?.plan).toBe('ha-lang-2025');
});

it('forgets the conversation at /xoadulieu', () => {
  expect(decide(say('/xoadulieu'), { place: 'ha-lang', year: 2025 }, world).conversation).toEqual({});
});

it('sets the agency of a chat, by name or by its number, and answers for "đơn vị tôi"', () => {
  const asked = decide({ ...say('/donvi'), place: 'Hạ Lang' }, {}, world);
  expect(asked.reply.choices.length).toBeGreaterThan(3);
  const chosen = decide({ ...say('1'), place: 'Hạ Lang' }, asked.conversation, world);
  const effect = chosen.effects?.[0];
  expect(effect?.kind).toBe('settings');
  const agency = effect?.kind === 'settings' ? effect.agency! : '';
  const own = decide({ ...say('đơn vị tôi phải làm gì?'), place: 'Hạ Lang', agency }, {}, world);
  expect(own.reply.kind).toBe('answer');
  const named = decide({ ...say(`${world.agencies.get(agency)!.name} phải làm gì?`), place: 'Hạ Lang' }, {}, world);
  expect(own.reply.text.startsWith(named.reply.text)).toBe(true);
});

it.each([
  'xóa dữ liệu',
  'Chọn địa phương Hạ Lang',
  'nhận MN-AB1234',
  'nhận tin mn-ab1234',
  'Nhận MN-AB1234.',
  'nhan mn ab1234',
  'nhận AB1234',
  'MN-AB1234',
  'muốn báo tin',
])('understands "%s" as the command it is', (words) => {
  const { reply, effects } = decide(say(words), {}, world);
  expect(effects?.length === 1 || reply.kind === 'safety').toBe(true);
});

it.each(['/kehoach', '/thongke'])('tells %s only to those who run the service, in private', (command) => {
  const operator = { ...say(command), operator: true };
  const refusal = world.knowledge.messages['operators-only'];
  expect(decide(say(command), {}, world).reply.text).toBe(refusal);
  expect(decide({ ...operator, channel: 'group' }, {}, world).reply.text).toBe(refusal);
  expect(decide(operator, {}, world).reply.text).not.toBe(refusal);
});

it('takes a command for what it is, whatever its word may also mean', () => {
  for (const command of ['/help', '/start', '/trogiup'])
    expect(decide(say(command), {}, world).reply.kind).toBe('help');
});
