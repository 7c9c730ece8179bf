import { expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import type { Effect } from '../../src/model/effect.ts';
import { tokenize } from '../../src/text/tokens.ts';
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
  expect(asked.reply.choices).toHaveLength(9);
  const chosen = decide({ ...say('1'), place: 'Hạ Lang' }, asked.conversation, world);
  const [agency = ''] = world.agencyNames.find(tokenize(asked.reply.choices[0]!.label)).map(({ id }) => id);
  expect(chosen.effects).toEqual([{ kind: 'settings', agency }]);
  const own = decide({ ...say('đơn vị tôi phải làm gì?'), place: 'Hạ Lang', agency }, {}, world);
  expect(own.reply.kind).toBe('answer');
  const named = decide({ ...say(`${world.agencies.get(agency)!.name} phải làm gì?`), place: 'Hạ Lang' }, {}, world);
  expect(own.reply.text.startsWith(named.reply.text)).toBe(true);
});

it.each<[string, Effect]>([
  ['xóa dữ liệu', { kind: 'forget' }],
  ['Chọn địa phương Hạ Lang', { kind: 'settings', place: 'Hạ Lang', placeId: 'ha-lang' }],
  ...['nhận MN-AB1234', 'nhận tin mn-ab1234', 'Nhận MN-AB1234.', 'nhan mn ab1234', 'nhận AB1234', 'MN-AB1234'].map(
    (words): [string, Effect] => [words, { kind: 'accept-case', code: 'MN-AB1234' }],
  ),
])('understands "%s" as the command it is', (words, effect) => {
  expect(decide(say(words), {}, world).effects).toEqual([effect]);
});

it('shows the card of /baocao to who wants to report in plain words', () => {
  const { reply } = decide(say('muốn báo tin'), {}, world);
  expect(reply).toEqual(decide(say('/baocao'), {}, world).reply);
  expect([reply.kind, reply.text.split('\n', 1)[0]]).toEqual(['safety', '111']);
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
