/** Updates that no platform should send, 200 of them: anything may be anything. */
import fc from 'fast-check';
import { MARKS } from './traces.ts';

const HALF = 100;
const SEED = 20_261_122;

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '/',
    '@',
    '/start@',
    'c:x:1',
    '🧒'.repeat(5000),
    `${MARKS.words} `.repeat(400),
  ),
  fc.string({ unit: 'binary' }),
  fc.constant(`${MARKS.name} ${MARKS.phone}`),
);
const odd = fc.oneof(
  fc.constantFrom(null, true, -1, 0, 1.5, 2 ** 53, [], {}, [[]], '__proto__'),
  oddText,
  fc.dictionary(fc.constantFrom('id', 'type', 'text', 'constructor'), fc.anything({ maxDepth: 1 }), { maxKeys: 3 }),
);
/** Fields of which each may be missing, right or odd. */
const broken = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, right]) => [name, fc.oneof(right, odd)])), {
    requiredKeys: [],
  });

const telegramUser = broken({ id: fc.constant(999), is_bot: fc.boolean(), first_name: oddText });
const telegramChat = broken({ id: fc.constantFrom(999, -999), type: fc.constantFrom('private', 'group', 'channel') });
const telegramMessage = broken({
  message_id: fc.nat(),
  date: fc.nat(),
  chat: telegramChat,
  from: telegramUser,
  text: oddText,
  caption: oddText,
  entities: fc.constant([{ type: 'mention', offset: -5, length: 1e9 }]),
  voice: odd,
  migrate_to_chat_id: odd,
  reply_to_message: odd,
});
const update = fc.oneof(
  odd,
  fc.record({ message: telegramMessage }),
  fc.record({ callback_query: broken({ id: oddText, from: telegramUser, message: telegramMessage, data: oddText }) }),
  fc.record({ my_chat_member: broken({ chat: telegramChat, from: telegramUser, new_chat_member: odd }) }),
  fc.record({ inline_query: broken({ id: oddText, from: telegramUser, query: oddText }) }),
);
/** All but a few are named: an answer to a poll without any event is followed by a pause. */
const event = fc.record({
  event_name: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom('message.text.received', 'message.voice.received', 'x.y') },
    { weight: 1, arbitrary: odd },
  ),
  message: broken({
    from: broken({ id: oddText, display_name: oddText }),
    chat: broken({ id: oddText, chat_type: fc.constantFrom('PRIVATE', 'GROUP') }),
    text: oddText,
    message_id: oddText,
    date: odd,
  }),
});

/** As they would go over the line. */
export function malformedUpdates(): unknown[] {
  return asJson(fc.sample(update, { numRuns: HALF, seed: SEED }));
}

export function malformedEvents(): Record<string, unknown>[] {
  return asJson(fc.sample(event, { numRuns: HALF, seed: SEED })) as Record<string, unknown>[];
}

function asJson(values: readonly unknown[]): unknown[] {
  return values.map((value): unknown => {
    try {
      return JSON.parse(JSON.stringify(value ?? null));
    } catch {
      // What has no form in JSON cannot be sent.
      return null;
    }
  });
}
