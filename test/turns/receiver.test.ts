import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Incoming } from '../../src/model/incoming.ts';
import type { Outcome, Outgoing, Transport } from '../../src/model/outgoing.ts';
import type { Store } from '../../src/model/store.ts';
import { NudgeBook } from '../../src/nudges/nudge-book.ts';
import { buildNudgeWorld } from '../../src/nudges/nudge-world.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { StoreError } from '../../src/storage/store-error.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { Memory } from '../../src/turns/memory.ts';
import { openDelivery } from '../../src/turns/outgoing-parts.ts';
import { Receiver, type TurnEvent } from '../../src/turns/receiver.ts';
import { convertHere, openTestPublishing } from '../support/publishing.ts';
import { LIMITS } from '../support/sent-messages.ts';
import { realWorld } from '../support/world.ts';

const NOW = Date.parse('2025-06-12T08:20:00+07:00');
const HOUR = 3_600_000;
const DEV_SET = '../shared/eval/safety-dev.jsonl';
const world = realWorld();
const timetable = new Timetable(buildNudgeWorld(world.knowledge));

/** A store whose every call fails. */
function brokenStore(): Store {
  return new Proxy({} as Store, { get: () => () => Promise.reject(new StoreError('get', 'UNREACHABLE')) });
}

function setUp({
  store = openSqliteStore(':memory:'),
  outcome = { kind: 'sent' },
}: { store?: Store; outcome?: Outcome } = {}) {
  const vault = createVault(newKey());
  const direct: { chat: string; message: Outgoing }[] = [];
  const events: TurnEvent[] = [];
  let now = NOW;
  const transport: Transport = {
    textLimit: 4096,
    send: (chat, message) => {
      direct.push({ chat: chat.id, message });
      return Promise.resolve(outcome);
    },
  };
  const woken: string[] = [];
  let takenUp = 0;
  const publishing = openTestPublishing({ store, vault, world: () => world }, { publicUrl: 'https://mangnon.example' });
  const receiver = new Receiver({
    store,
    vault,
    memory: new Memory(store, vault),
    cases: null,
    nudges: new NudgeBook({ store, vault, timetable: () => timetable }),
    ...publishing,
    takeUpPlans: () => {
      takenUp += 1;
      return Promise.resolve();
    },
    world: () => world,
    now: () => now,
    limits: LIMITS,
    transports: new Map([
      ['telegram', transport],
      ['zalo', transport],
    ]),
    shared: false,
    operators: new Set(['telegram:boss', 'zalo:boss']),
    wake: (chat) => {
      woken.push(chat);
      return Promise.resolve();
    },
    observe: (event) => events.push(event),
  });
  /** What waits to be sent to a chat. */
  const outbox = async (chat: string) => {
    const out: Outgoing[] = [];
    for (;;) {
      const delivery = await store.take(chat, now, 1000);
      if (!delivery) return out;
      out.push(openDelivery(delivery.body, vault));
      await store.settle(delivery.id, { kind: 'done' });
    }
  };
  const { drafts } = publishing;
  const pass = (ms: number) => (now += ms);
  return { receiver, direct, events, woken, outbox, store, drafts, pass, takenUp: () => takenUp };
}

let updates = 0;
function text(words: string, rest: Partial<Extract<Incoming, { kind: 'text' }>> = {}): Incoming {
  updates += 1;
  const chat = { channel: 'telegram', id: '7' } as const;
  return {
    kind: 'text',
    id: `telegram:${updates}`,
    chat,
    group: false,
    person: '7',
    text: words,
    addressed: true,
    ...rest,
  };
}

const group = { chat: { channel: 'telegram', id: '-5' } as const, group: true };

describe('a turn', () => {
  it('leaves its reply in the outbox and wakes the delivery', async () => {
    const { receiver, outbox, woken } = setUp();
    await receiver.receive(text('Khi nào nộp báo cáo năm ở Bình Phước?'));
    expect((await outbox('telegram:7'))[0]?.text).toContain('10/11/2025');
    expect(woken).toEqual(['telegram:7']);
  });

  it('answers an update that comes again no second time', async () => {
    const { receiver, outbox, events } = setUp();
    const update = text('Khi nào nộp báo cáo năm ở Bình Phước?');
    await Promise.all([receiver.receive(update), receiver.receive(update), receiver.receive(update)]);
    expect(await outbox('telegram:7')).toHaveLength(1);
    expect(events.map(({ outcome }) => outcome)).toEqual(['answered', 'repeated', 'repeated']);
  });

  it('keeps the order of a chat', async () => {
    const { receiver, outbox } = setUp();
    await Promise.all(
      ['Khi nào nộp báo cáo năm?', 'Bình Phước', 'còn ai ký?'].map((words) => receiver.receive(text(words))),
    );
    const [first, second] = await outbox('telegram:7');
    expect(first?.choices).toHaveLength(3);
    expect(second?.text).toContain('10/11/2025');
  });

  it('splits what is too long for the channel, the choices under the last part', async () => {
    const { receiver, outbox } = setUp();
    const zalo = { channel: 'zalo', id: 'z' } as const;
    await receiver.receive(text('Các nhiệm vụ của Sở Y tế ở Bình Phước năm 2025?', { chat: zalo, id: 'zalo:1' }));
    const parts = await outbox('zalo:z');
    expect(parts.every((part) => part.text.length <= LIMITS.zalo)).toBe(true);
    expect(parts.slice(0, -1).every((part) => part.choices.length === 0)).toBe(true);
  });

  it('takes a press on the current choices and calls an older list old', async () => {
    const { receiver, outbox } = setUp();
    await receiver.receive(text('Khi nào nộp báo cáo năm?'));
    const [asked] = await outbox('telegram:7');
    const choice = asked!.choices.findIndex(({ label }) => label.includes('Bình Phước')) + 1;
    const press = { kind: 'press', chat: { channel: 'telegram', id: '7' }, group: false, person: '7', choice } as const;
    await receiver.receive({ ...press, id: 'telegram:p1', choicesKey: asked!.choicesKey! });
    expect((await outbox('telegram:7'))[0]?.text).toContain('10/11/2025');
    await receiver.receive({ ...press, id: 'telegram:p2', choicesKey: asked!.choicesKey! });
    expect((await outbox('telegram:7'))[0]?.text).toBe(world.knowledge.messages['stale-button']);
  });

  it('keeps the place of a group for everybody in it, and conversations apart', async () => {
    const { receiver, outbox } = setUp();
    await receiver.receive(text('/diaphuong Bình Phước', { ...group, person: 'a' }));
    await receiver.receive(text('Khi nào nộp báo cáo năm?', { ...group, person: 'b' }));
    await receiver.receive(text('còn ai ký?', { ...group, person: 'c' }));
    const [, answer, other] = await outbox('telegram:-5');
    expect(answer?.text).toContain('10/11/2025');
    expect(other?.text).not.toContain('10/11/2025');
  });

  it('counts what is not answered by words of the data alone, and tells only those who run the service', async () => {
    const { receiver, outbox, store } = setUp();
    await receiver.receive(
      text('Cho hỏi kinh phí mua bánh sinh nhật cháu Bảo Ngọc 0912345678 ở Bình Phước là bao nhiêu tiền?'),
    );
    await receiver.receive(text('/thongke', { person: 'boss', chat: { channel: 'telegram', id: 'boss' } }));
    await receiver.receive(text('/thongke'));
    const counted = await store.list('unanswered', NOW);
    expect(counted.map(({ body }) => body)).toEqual(['1']);
    expect(counted[0]!.id).not.toMatch(/\d|ngoc/);
    expect((await outbox('telegram:boss'))[0]?.text).toContain(counted[0]!.id);
    expect((await outbox('telegram:7')).at(-1)?.text).toBe(world.knowledge.messages['operators-only']);
  });

  it('counts nothing that the gate touched', async () => {
    const { receiver, store } = setUp();
    await receiver.receive(text('bố em đánh em chảy máu, phải làm gì'));
    expect(await store.list('unanswered', NOW)).toEqual([]);
  });

  it('forgets a chat on /xoadulieu, when it blocks the bot, and follows one that moves', async () => {
    const { receiver, store } = setUp();
    const kept = async (chat: string) => (await store.list('settings', NOW, chat)).length;
    const set = () => receiver.receive(text('/diaphuong Hạ Lang'));
    await set();
    expect(await kept('telegram:7')).toBe(1);
    await receiver.receive(text('/xoadulieu'));
    expect(await kept('telegram:7')).toBe(0);
    await set();
    const chat = { channel: 'telegram', id: '7' } as const;
    await receiver.receive({ kind: 'migration', id: 'm', chat, group: true, to: { channel: 'telegram', id: '8' } });
    expect([await kept('telegram:7'), await kept('telegram:8')]).toEqual([0, 1]);
    const moved = { channel: 'telegram', id: '8' } as const;
    await receiver.receive({ kind: 'membership', id: 'b', chat: moved, group: false, member: false });
    expect(await kept('telegram:8')).toBe(0);
  });
});

describe('what has no readable words', () => {
  const voice = (id: string): Incoming => ({
    kind: 'contentless',
    id,
    chat: { channel: 'zalo', id: 'child' },
    group: false,
    addressed: true,
  });

  it('gets the card with 111, not more than once an hour in a chat', async () => {
    const { receiver, outbox, pass } = setUp();
    for (const id of ['v1', 'v2', 'v3']) await receiver.receive(voice(id));
    const first = await outbox('zalo:child');
    expect(first.map(({ text: said }) => said.split('\n')[0])).toEqual(['111']);
    expect(first[0]!.text).toContain(world.knowledge.care.contentless);
    pass(HOUR);
    await receiver.receive(voice('v4'));
    expect(await outbox('zalo:child')).toHaveLength(1);
  });

  it('gets it without the store, too', async () => {
    const { receiver, direct } = setUp({ store: brokenStore() });
    await receiver.receive(voice('v1'));
    expect(direct[0]?.message.text).toMatch(/^111\n/);
  });
});

describe('a document', () => {
  const CARD = world.knowledge.care.contentless;
  const HARM = ['bố đang đánh em', 'em không muốn sống nữa', 'thầy sờ vào chỗ kín của con'];
  const document = (id: string, person: string, caption?: string): Incoming => ({
    kind: 'document',
    id: `telegram:${id}`,
    chat: { channel: 'telegram', id: person },
    group: false,
    person,
    file: { id: `file-${id}`, name: 'kế hoạch.docx' },
    ...(caption === undefined ? {} : { caption }),
  });

  it('of who runs the service becomes one request, however often the update comes, and is acknowledged', async () => {
    const { receiver, outbox, store, woken } = setUp();
    const update = document('d1', 'boss');
    await Promise.all([receiver.receive(update), receiver.receive(update)]);
    const requests = await store.list('import', NOW);
    expect(requests.map(({ id, chat }) => [id, chat])).toEqual([['telegram:d1', 'telegram:boss']]);
    expect((await outbox('telegram:boss')).map(({ text: said }) => said)).toEqual([
      world.knowledge.messages['draft-reading'],
    ]);
    expect(woken).toContain('telegram:boss');
    await store.commit({ remove: [{ kind: 'import', id: 'telegram:d1' }] }, NOW);
    await receiver.receive(update);
    expect(await store.list('import', NOW)).toEqual([]);
  });

  it.each([
    'Kế hoạch phòng, chống xâm hại trẻ em năm 2026',
    'KH 1289 về phòng ngừa bạo lực và đuối nước, nhờ nhập giúp',
    'duyệt',
  ])('of theirs with "%s" written to it is a request all the same', async (caption) => {
    const { receiver, store } = setUp();
    await receiver.receive(document('d1', 'boss', caption));
    expect(await store.list('import', NOW)).toHaveLength(1);
  });

  it('of anybody else is kindly not opened, with 111, and that is said once an hour', async () => {
    const { receiver, outbox, store, pass } = setUp();
    for (const id of ['d1', 'd2', 'd3']) await receiver.receive(document(id, '7'));
    const told = await outbox('telegram:7');
    expect(told.map(({ urgency }) => urgency)).toEqual(['reply']);
    expect(told[0]!.text).toContain(world.knowledge.messages['document-stranger']);
    expect(told[0]!.text).toContain('111');
    pass(HOUR);
    await receiver.receive(document('d4', '7'));
    expect(await outbox('telegram:7')).toHaveLength(1);
    expect(await store.list('import', NOW)).toEqual([]);
  });

  it('of anybody else is answered by what is asked with it', async () => {
    const { receiver, outbox, store } = setUp();
    await receiver.receive(document('d1', '7', 'Khi nào nộp báo cáo năm ở Bình Phước?'));
    expect((await outbox('telegram:7'))[0]?.text).toContain('10/11/2025');
    expect(await store.list('import', NOW)).toEqual([]);
  });

  it.each(['boss', '7'])(
    'with words that sign harm is answered with the card and not imported (%s)',
    async (person) => {
      for (const words of HARM) {
        const { receiver, outbox, store } = setUp();
        await receiver.receive(document('d1', person, words));
        const [card] = await outbox(`telegram:${person}`);
        expect([card?.urgency, card?.text.includes('111')]).toEqual(['safety', true]);
        expect(await store.list('import', NOW)).toEqual([]);
      }
    },
  );

  it('with words that sign harm is answered with the card while the store is broken, once', async () => {
    for (const person of ['boss', '7']) {
      const { receiver, direct } = setUp({ store: brokenStore() });
      for (const [at, words] of HARM.entries()) {
        const update = document(`d${at}`, person, words);
        await receiver.receive(update);
        await receiver.receive(update);
      }
      expect(direct.map(({ message }) => message.urgency)).toEqual(HARM.map(() => 'safety'));
    }
  });

  it('of somebody who runs the service comes again where the store is away, and is not answered meanwhile', async () => {
    const { receiver, direct } = setUp({ store: brokenStore() });
    await expect(receiver.receive(document('d1', 'boss'))).rejects.toThrow();
    expect(direct).toEqual([]);
  });

  it('of anybody else gets the card for what cannot be read while the store is broken', async () => {
    const { receiver, direct } = setUp({ store: brokenStore() });
    await receiver.receive(document('d1', '7'));
    expect(direct.map(({ message }) => message.text.includes(CARD))).toEqual([true]);
  });

  it('gets its card while the store hangs, too', async () => {
    const silent = new Proxy({} as Store, { get: () => () => new Promise(() => undefined) });
    const { receiver, direct } = setUp({ store: silent });
    void receiver.receive(document('d1', '7'));
    void receiver.receive(document('d2', '8', HARM[0]));
    void receiver.receive(document('d3', 'boss', HARM[0]));
    await expect.poll(() => direct.map(({ chat }) => chat).sort(), { timeout: 5000 }).toEqual(['7', '8', 'boss']);
    expect(direct.every(({ message }) => message.text.includes('111'))).toBe(true);
  });
});

describe('a voice message of who runs the service', () => {
  const voice = (id: string, channel: 'telegram' | 'zalo'): Incoming => ({
    kind: 'contentless',
    id: `${channel}:${id}`,
    chat: { channel, id: 'boss' },
    group: false,
    person: 'boss',
    addressed: true,
  });

  it('gets the card first, and how a document is imported under it', async () => {
    const { receiver, outbox, store } = setUp();
    await receiver.receive(voice('v1', 'telegram'));
    const [onTelegram] = await outbox('telegram:boss');
    expect(onTelegram!.text).toMatch(/^111\n/);
    expect(onTelegram!.text).toContain(world.knowledge.messages['document-hint']);
    expect(await store.list('upload', NOW)).toEqual([]);
    await receiver.receive(voice('v1', 'zalo'));
    await receiver.receive(voice('v2', 'zalo'));
    const onZalo = await outbox('zalo:boss');
    expect(onZalo).toHaveLength(1);
    expect(onZalo[0]!.text).toMatch(/^111\n[^]*https:\/\/mangnon\.example\/upload\/[a-z2-7]{32}$/);
    expect((await store.list('upload', NOW)).map(({ chat }) => chat)).toEqual(['zalo:boss']);
  });

  it('in a group gets no such hint', async () => {
    const { receiver, outbox, store } = setUp();
    const inGroup = { chat: { channel: 'zalo', id: 'g' } as const, group: true };
    await receiver.receive({ ...voice('v1', 'zalo'), ...inGroup });
    const [told] = await outbox('zalo:g');
    expect(told!.text).not.toContain(world.knowledge.messages['upload-hint']);
    expect(await store.list('upload', NOW)).toEqual([]);
  });
});

describe('a draft in the chat of who runs the service', () => {
  const words = (said: string, person = 'boss') => text(said, { person, chat: { channel: 'telegram', id: person } });

  /** A chat with drafts that wait, and their mail taken. */
  async function drafted(...names: readonly string[]) {
    const bench = setUp();
    for (const name of names) {
      const bytes = readFileSync(join(import.meta.dirname, '../importing/documents', name));
      const outcome = await convertHere(name, bytes, world.knowledge);
      if (!outcome?.ok) throw new Error(`${name} cannot be imported`);
      const { commit } = await bench.drafts.drafted(name, 'telegram:boss', outcome, NOW);
      await bench.store.commit(commit, NOW);
    }
    return { ...bench, shown: await bench.outbox('telegram:boss') };
  }

  it('is approved by its button, in words or by the number that it is asked for with, and taken up at once', async () => {
    const { receiver, outbox, takenUp, shown, store } = await drafted('cao-bang-2026.txt', 'ha-noi-2024.txt');
    const chat = { channel: 'telegram', id: 'boss' } as const;
    const press = { kind: 'press', id: 'telegram:p', chat, group: false, person: 'boss', choice: 1 } as const;
    await receiver.receive(words('duyệt'));
    const [asked] = await outbox('telegram:boss');
    expect(asked!.choices).toHaveLength(2);
    expect(takenUp()).toBe(0);
    const other = asked!.choices.findIndex(({ value }) => !shown[0]!.choices[0]!.value.endsWith(value.split(' ')[1]!));
    await receiver.receive(words(String(other + 1)));
    expect((await outbox('telegram:boss'))[0]!.text).toContain('Đã duyệt');
    await receiver.receive({ ...press, choicesKey: shown[0]!.choicesKey! });
    expect((await outbox('telegram:boss'))[0]!.text).toContain('Đã duyệt');
    expect([takenUp(), (await store.list('plan', NOW)).length]).toEqual([2, 2]);
  });

  it('goes with the chat’s data on /xoadulieu; what was approved stays', async () => {
    const { receiver, store } = await drafted('cao-bang-2026.txt', 'ha-noi-2024.txt');
    await receiver.receive(words('duyệt ha-noi-2024'));
    await receiver.receive(words('/xoadulieu'));
    expect([(await store.list('draft', NOW)).length, (await store.list('plan', NOW)).length]).toEqual([0, 1]);
  });

  it('is nothing that anybody else can approve or discard', async () => {
    const { receiver, outbox, store, shown } = await drafted('cao-bang-2026.txt');
    for (const said of ['/duyet', 'duyệt', 'hủy', shown[0]!.choices[0]!.value])
      await receiver.receive(words(said, '7'));
    const press = { kind: 'press', group: false, person: '7', choice: 1, id: 'telegram:px' } as const;
    await receiver.receive({ ...press, chat: { channel: 'telegram', id: '7' }, choicesKey: shown[0]!.choicesKey! });
    expect((await outbox('telegram:7')).every(({ text: said }) => !said.includes('cao-bang'))).toBe(true);
    expect([(await store.list('draft', NOW)).length, await store.list('plan', NOW)]).toEqual([1, []]);
  });
});

describe('in a group that did not address the bot', () => {
  it('stays silent, but for certain harm, and then once in ten minutes', async () => {
    const { receiver, outbox } = setUp();
    const unasked = (words: string) => receiver.receive(text(words, { ...group, addressed: false }));
    await unasked('Khi nào nộp báo cáo năm ở Bình Phước?');
    expect(await outbox('telegram:-5')).toEqual([]);
    await unasked('bố đang cầm dao đuổi hai đứa nhỏ');
    await unasked('bố đang cầm dao đuổi hai đứa nhỏ kìa');
    const said = await outbox('telegram:-5');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ privately: true, urgency: 'safety' });
  });
});

describe('with the store failing on every call', () => {
  const harm = existsSync(DEV_SET)
    ? readFileSync(DEV_SET, 'utf8')
        .split('\n')
        .filter((line) => line.trim())
        .map((line) => JSON.parse(line) as { text: string; channel: string })
        .filter(({ text: words }) => world.assess(words).level !== 'none')
        .map(({ text: words, channel }) => ({ words, inGroup: channel === 'group' }))
    : [];
  const own = ['bố đang đánh em', 'em không muốn sống nữa', 'con bị sờ soạng'].map((words) => ({
    words,
    inGroup: false,
  }));

  it('every safety reply still goes out, once', async () => {
    const { receiver, direct } = setUp({ store: brokenStore() });
    const messages = [...own, ...harm];
    for (const { words, inGroup } of messages) {
      const update = text(words, inGroup ? group : {});
      const before = direct.length;
      await receiver.receive(update);
      await receiver.receive(update);
      expect(direct.length, words).toBe(before + 1);
      expect(direct.at(-1)?.message.text).toContain('111');
    }
  });

  it('a store that never answers delays a safety reply by no more than two seconds, and it goes out once', async () => {
    const silent = new Proxy({} as Store, { get: () => () => new Promise(() => undefined) });
    const { receiver, direct } = setUp({ store: silent });
    const start = performance.now();
    void receiver.receive(text('Khi nào nộp báo cáo năm?'));
    void receiver.receive(text('bố đang đánh em'));
    await expect.poll(() => direct.length, { timeout: 5000 }).toBe(1);
    expect(performance.now() - start).toBeLessThan(2500);
    const onPage = await receiver.answer('web:a', 'bố đang đánh em', undefined);
    expect(onPage.kind).toBe('safety');
    expect(direct).toHaveLength(1);
  });

  it('everything else is refused, so that it comes again', async () => {
    const { receiver, direct, events } = setUp({ store: brokenStore() });
    await expect(receiver.receive(text('Khi nào nộp báo cáo năm ở Bình Phước?'))).rejects.toThrow(StoreError);
    expect(direct).toEqual([]);
    expect(events.at(-1)?.outcome).toBe('failed');
  });

  it('a safety reply that could not be sent either is refused as well', async () => {
    const { receiver } = setUp({ store: brokenStore(), outcome: { kind: 'unreachable' } });
    await expect(receiver.receive(text('bố đang đánh em'))).rejects.toThrow(StoreError);
  });
});
