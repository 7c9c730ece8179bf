import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { URGENCIES } from '../../src/model/outgoing.ts';
import type { Commit, NewDelivery, RecordName, Settlement, Store, StoredRecord } from '../../src/model/store.ts';
import { backends } from './backends.ts';
import { HOUR, NOW } from './samples.ts';
import { StoreModel } from './store-model.ts';

/** One thing that is asked of a store and of its model alike; times are hours from its moment. */
type Step =
  | { readonly kind: 'read'; readonly name: RecordName; readonly chat: string; readonly limit: number }
  | { readonly kind: 'commit'; readonly commit: Commit }
  | { readonly kind: 'waitingChats'; readonly limit: number }
  | { readonly kind: 'take'; readonly chat: string; readonly lease: number }
  | { readonly kind: 'settle'; readonly id: string; readonly settlement: Settlement }
  | { readonly kind: 'recover' | 'sweep' }
  | { readonly kind: 'dropDeliveries' | 'forgetChat'; readonly chat: string }
  | { readonly kind: 'moveChat'; readonly from: string; readonly to: string };

const CHATS = ['web:1', 'telegram:-1', 'telegram:-1/45', 'telegram:-2', 'telegram:-2/45', 'telegram:-10'];
const KINDS = ['a', 'b'];

const chat = fc.constantFrom(...CHATS);
const body = fc.constantFrom('', 'x', 'y\u0000', '🌱');
const ahead = fc.integer({ min: 1, max: 6 });
const around = fc.integer({ min: -2, max: 3 });
const name = fc.record({ kind: fc.constantFrom(...KINDS), id: fc.constantFrom('1', '2', '\u0000\u0001', ...CHATS) });
const deliveryId = fc.integer({ min: 0, max: 9 }).map((id) => `d${id}`);

const storedRecord: fc.Arbitrary<StoredRecord> = fc
  .tuple(
    name,
    body,
    fc.record({ chat, dueAt: around }, { requiredKeys: [] }),
    fc.integer({ min: 0, max: 6 }),
    fc.boolean(),
  )
  .map(([named, text, optional, expiresAt, own]) => ({
    ...named,
    body: text,
    ...optional,
    expiresAt,
    // Often a record of a chat has the chat's key as its id.
    ...(own && optional.chat !== undefined ? { id: optional.chat } : {}),
  }));

const newDelivery: fc.Arbitrary<NewDelivery> = fc.record({
  id: deliveryId,
  chat,
  urgency: fc.constantFrom(...URGENCIES),
  body,
  notBefore: around,
  expiresAt: ahead,
});

const commit: fc.Arbitrary<Commit> = fc.record(
  {
    once: storedRecord,
    expect: fc.array(
      fc.tuple(name, fc.option(body)).map(([named, text]) => ({ ...named, body: text })),
      { maxLength: 1 },
    ),
    put: fc.array(storedRecord, { maxLength: 3 }),
    remove: fc.array(name, { maxLength: 2 }),
    send: fc.array(newDelivery, { maxLength: 4 }),
    count: fc.dictionary(fc.constantFrom('a', 'ab', 'b'), fc.integer({ min: -5, max: 5 }), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);

const settlement: fc.Arbitrary<Settlement> = fc.oneof(
  fc.constant({ kind: 'done' as const }),
  fc.constant({ kind: 'dropped' as const }),
  fc.record({ kind: fc.constant('later' as const), notBefore: around, counted: fc.boolean() }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('commit' as const), commit }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), chat, lease: ahead }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), id: deliveryId, settlement }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('waitingChats' as const), limit: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), name, chat, limit: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('recover' as const, 'sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('dropDeliveries' as const, 'forgetChat' as const), chat }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('moveChat' as const),
      from: fc.constantFrom('telegram:-1', 'telegram:-2'),
      to: fc.constantFrom('telegram:-1', 'telegram:-2', 'telegram:-10'),
    }),
  },
);

const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), step), { minLength: 1, maxLength: 40 });

function shiftedRecord(given: StoredRecord, now: number): StoredRecord {
  const { dueAt, expiresAt } = given;
  return {
    ...given,
    ...(dueAt === undefined ? {} : { dueAt: now + dueAt * HOUR }),
    expiresAt: now + expiresAt * HOUR,
  };
}

/** The commit with the times that it means at a moment. */
function shifted({ once, put, send, ...rest }: Commit, now: number): Commit {
  return {
    ...rest,
    ...(once ? { once: shiftedRecord(once, now) } : {}),
    ...(put ? { put: put.map((each) => shiftedRecord(each, now)) } : {}),
    ...(send
      ? {
          send: send.map((each) => ({
            ...each,
            notBefore: now + each.notBefore * HOUR,
            expiresAt: now + each.expiresAt * HOUR,
          })),
        }
      : {}),
  };
}

async function run(target: Store | StoreModel, asked: Step, now: number): Promise<unknown> {
  switch (asked.kind) {
    case 'read':
      return readAll(target, asked, now);
    case 'commit':
      return target.commit(shifted(asked.commit, now), now);
    case 'waitingChats':
      return target.waitingChats(now, asked.limit);
    case 'take':
      return target.take(asked.chat, now, asked.lease * HOUR);
    case 'settle': {
      const { settlement: given } = asked;
      const later = given.kind === 'later' ? { ...given, notBefore: now + given.notBefore * HOUR } : given;
      return target.settle(asked.id, later);
    }
    case 'recover':
    case 'sweep':
      return target[asked.kind](now);
    case 'dropDeliveries':
    case 'forgetChat':
      return target[asked.kind](asked.chat);
    case 'moveChat':
      return target.moveChat(asked.from, asked.to);
  }
}

async function readAll(
  target: Store | StoreModel,
  { name: { kind, id }, chat: of, limit }: Extract<Step, { kind: 'read' }>,
  now: number,
): Promise<unknown> {
  return {
    get: await target.get(kind, id, now),
    list: await target.list(kind, now),
    ofChat: await target.list(kind, now, of),
    due: await target.due(kind, now, limit),
    counts: await target.counts('a'),
  };
}

/** All that can be seen of a store. */
async function everything(target: Store | StoreModel, now: number): Promise<unknown> {
  const kinds = await Promise.all(
    KINDS.map(async (kind) => ({
      all: await target.list(kind, now),
      due: await target.due(kind, now, 100),
      ofChats: await Promise.all(CHATS.map(async (each) => target.list(kind, now, each))),
    })),
  );
  return { kinds, counts: await target.counts(''), waiting: await target.waitingChats(now, 100) };
}

describe.each(backends('random sequences'))('a store: $name', (backend) => {
  beforeAll(() => backend.start());
  afterAll(() => backend.stop());

  it('does what its model does, whatever is asked of it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const store = backend.open();
        const model = new StoreModel();
        let now = NOW;
        for (const [hours, asked] of sequence) {
          now += hours * HOUR;
          const freed = asked.kind === 'recover' && backend.alone ? Infinity : now;
          expect(await run(store, asked, now)).toEqual(await run(model, asked, freed));
        }
        expect(await everything(store, now)).toEqual(await everything(model, now));
        await store.close();
      }),
      { numRuns: backend.runs },
    );
  });
});
