import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../src/model/store.ts';
import { backends } from './backends.ts';
import { CHAT, delivery, drain, HOUR, NOW, record } from './samples.ts';

const LATER = { kind: 'later', notBefore: NOW, counted: false } as const;
const ODD = 'ngày 15/11\u0000 :|{}\u0001\u00010 🌱 \uE000\n\u0000';

describe.each(backends('the contract of the store'))('a store: $name', (backend) => {
  let store: Store;
  beforeAll(() => backend.start());
  afterAll(() => backend.stop());
  beforeEach(() => {
    store = backend.open();
  });
  afterEach(() => store.close());

  const ids = async (found: Promise<readonly { readonly id: string }[]>) => (await found).map(({ id }) => id);
  const send = (...deliveries: Parameters<typeof delivery>[]) =>
    store.commit({ send: deliveries.map((each) => delivery(...each)) }, NOW);

  it('answers', async () => {
    expect(await store.ready()).toBe(true);
  });

  it('does not answer once it is closed', async () => {
    const closed = backend.open();
    await closed.close();
    expect(await closed.ready()).toBe(false);
    await expect(closed.get('note', 'a', NOW)).rejects.toThrow('the store failed: get');
    await expect(closed.lease('a', HOUR)).rejects.toThrow('the store failed: lease');
    await expect(closed.close()).resolves.toBeUndefined();
  });

  describe('keeps records which', () => {
    it('come back as they were put', async () => {
      const whole = record('a', { chat: CHAT, dueAt: NOW + HOUR });
      const bare = record('b');
      await store.commit({ put: [whole, bare] }, NOW);
      expect(await store.get('note', 'a', NOW)).toEqual(whole);
      expect(await store.get('note', 'b', NOW)).toEqual(bare);
      expect(await store.get('note', 'c', NOW)).toBeNull();
      expect(await store.get('other', 'a', NOW)).toBeNull();
    });

    it('may hold any text', async () => {
      const odd = record(ODD, { body: ODD, chat: ODD });
      await store.commit({ put: [odd, record('', { body: '' })] }, NOW);
      expect(await store.get('note', ODD, NOW)).toEqual(odd);
      expect(await store.list('note', NOW, ODD)).toEqual([odd]);
      expect((await store.get('note', '', NOW))?.body).toBe('');
    });

    it('may live for ever', async () => {
      const forever = record('a', { expiresAt: Infinity });
      await store.commit({ put: [forever] }, NOW);
      await store.sweep(Number.MAX_SAFE_INTEGER);
      expect(await store.get('note', 'a', Number.MAX_SAFE_INTEGER)).toEqual(forever);
    });

    it('are told apart by kind and id, wherever the two meet', async () => {
      await store.commit({ put: [record('b:c', { kind: 'a' }), record('c', { kind: 'a:b' })] }, NOW);
      expect(await ids(store.list('a', NOW))).toEqual(['b:c']);
      expect(await ids(store.list('a:b', NOW))).toEqual(['c']);
    });

    it('are replaced whole when put again', async () => {
      await store.commit({ put: [record('a', { chat: CHAT, dueAt: NOW })] }, NOW);
      const next = record('a', { body: 'new' });
      await store.commit({ put: [next] }, NOW);
      expect(await store.get('note', 'a', NOW)).toEqual(next);
      expect(await store.list('note', NOW, CHAT)).toEqual([]);
      expect(await store.due('note', NOW, 10)).toEqual([]);
      await store.forgetChat(CHAT);
      expect(await ids(store.list('note', NOW))).toEqual(['a']);
    });

    it('are gone from everything when removed', async () => {
      await store.commit({ put: [record('a', { chat: CHAT, dueAt: NOW }), record('b')] }, NOW);
      await store.commit({ remove: [record('a'), record('unknown')] }, NOW);
      expect(await store.get('note', 'a', NOW)).toBeNull();
      expect(await ids(store.list('note', NOW))).toEqual(['b']);
      expect(await store.list('note', NOW, CHAT)).toEqual([]);
      expect(await store.due('note', NOW, 10)).toEqual([]);
    });

    it('are listed by id, all of a kind', async () => {
      const given = ['b', 'a', 'Z', 'é', 'a1', '10', '9', '🌱', '\uE000'];
      await store.commit({ put: [...given.map((id) => record(id)), record('x', { kind: 'other' })] }, NOW);
      expect(await ids(store.list('note', NOW))).toEqual(['10', '9', 'Z', 'a', 'a1', 'b', 'é', '\uE000', '🌱']);
      expect(await store.list('none', NOW)).toEqual([]);
    });

    it('are listed by id for one chat, without its topics', async () => {
      const put = [
        ...['🌱', 'b', '\uE000', 'a'].map((id) => record(id, { chat: CHAT })),
        record('t', { chat: `${CHAT}/45` }),
        record('o', { chat: 'telegram:-1001234' }),
        record('k', { chat: CHAT, kind: 'other' }),
        record('n'),
      ];
      await store.commit({ put }, NOW);
      expect(await ids(store.list('note', NOW, CHAT))).toEqual(['a', 'b', '\uE000', '🌱']);
    });

    it('fall due at their time, the earliest first and no more than asked for', async () => {
      const put = [
        record('late', { dueAt: NOW + HOUR }),
        record('second', { dueAt: NOW }),
        record('first', { dueAt: NOW - HOUR }),
        record('same', { dueAt: NOW }),
        record('never'),
        record('other', { kind: 'other', dueAt: NOW }),
      ];
      await store.commit({ put }, NOW);
      expect(await ids(store.due('note', NOW, 10))).toEqual(['first', 'same', 'second']);
      expect(await ids(store.due('note', NOW, 2))).toEqual(['first', 'same']);
      expect(await store.due('note', NOW, 0)).toEqual([]);
      expect(await store.due('note', NOW - HOUR - 1, 10)).toEqual([]);
      expect(await store.due('note', NOW + HOUR, Infinity)).toHaveLength(4);
    });

    it('fall due even behind many that have expired', async () => {
      const gone = Array.from({ length: 25 }, (_, at) =>
        record(`gone${at}`, { dueAt: NOW - 1, expiresAt: NOW + HOUR }),
      );
      await store.commit({ put: [...gone, record('kept', { dueAt: NOW })] }, NOW);
      expect(await ids(store.due('note', NOW + HOUR, 3))).toEqual(['kept']);
    });

    it('are from their expiry as if they did not exist', async () => {
      const brief = record('a', { chat: CHAT, dueAt: NOW, expiresAt: NOW + HOUR });
      await store.commit({ put: [brief] }, NOW);
      expect(await store.get('note', 'a', NOW + HOUR - 1)).toEqual(brief);
      expect(await store.get('note', 'a', NOW + HOUR)).toBeNull();
      expect(await store.list('note', NOW + HOUR)).toEqual([]);
      expect(await store.list('note', NOW + HOUR, CHAT)).toEqual([]);
      expect(await store.due('note', NOW + HOUR, 10)).toEqual([]);
      expect(await store.commit({ expect: [{ ...brief, body: null }] }, NOW + HOUR)).toBe(true);
      expect(await store.commit({ once: record('a') }, NOW + HOUR)).toBe(true);
    });

    it('are removed by a sweep once they have expired, and not before', async () => {
      const many = Array.from({ length: 1200 }, (_, at) => record(`many${at}`, { expiresAt: NOW + HOUR }));
      await store.commit({ put: [...many, record('kept', { expiresAt: NOW + HOUR + 1 })] }, NOW);
      await store.sweep(NOW + HOUR - 1);
      expect(await store.list('note', NOW)).toHaveLength(1201);
      await store.sweep(NOW + HOUR);
      expect(await ids(store.list('note', NOW))).toEqual(['kept']);
    });
  });

  describe('commits', () => {
    const everything = {
      put: [record('put')],
      remove: [record('old')],
      send: [delivery('d')],
      count: { sent: 1 },
    };
    const isUntouched = async () => {
      expect(await ids(store.list('note', NOW))).toEqual(['old']);
      expect(await store.waitingChats(NOW, 10)).toEqual([]);
      expect(await store.counts('')).toEqual({});
    };
    beforeEach(() => store.commit({ put: [record('old')] }, NOW));

    it('all parts together', async () => {
      const commit = { ...everything, once: record('once'), expect: [record('old'), { ...record('no'), body: null }] };
      expect(await store.commit(commit, NOW)).toBe(true);
      expect(await ids(store.list('note', NOW))).toEqual(['once', 'put']);
      expect(await store.waitingChats(NOW, 10)).toEqual([CHAT]);
      expect(await store.counts('')).toEqual({ sent: 1 });
    });

    it('nothing at all, and says yes', async () => {
      expect(await store.commit({}, NOW)).toBe(true);
      await isUntouched();
    });

    it('nothing where the record of once exists, whatever its body', async () => {
      expect(await store.commit({ ...everything, once: record('old', { body: 'other' }) }, NOW)).toBe(false);
      await isUntouched();
      expect((await store.get('note', 'old', NOW))?.body).toBe('body of old');
    });

    it.each([
      ['has another body', { ...record('old'), body: 'other' }],
      ['is absent where a body is expected', record('no')],
      ['exists where none is expected', { ...record('old'), body: null }],
    ])('nothing where an expected record %s', async (_, wrong) => {
      const expected = [record('old'), wrong];
      expect(await store.commit({ ...everything, once: record('once'), expect: expected }, NOW)).toBe(false);
      await isUntouched();
    });

    it('nothing where a part of it cannot be written', async () => {
      const wrong = { ...everything, once: record('once'), send: [delivery('a'), delivery('b', { notBefore: NaN })] };
      await expect(store.commit(wrong, NOW)).rejects.toThrow('the store failed: commit');
      await isUntouched();
    });

    it('the same once a single time, however many ask together', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          store.commit({ once: record('once', { body: String(at) }), count: { done: 1 } }, NOW),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await store.counts('done')).toEqual({ done: 1 });
    });

    it('one of several that expect the same body', async () => {
      const changes = Array.from({ length: 20 }, (_, at) =>
        store.commit({ expect: [record('old')], put: [record('old', { body: `new ${at}` })] }, NOW),
      );
      expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
    });
  });

  describe('counts', () => {
    it('by name, what is added and taken away', async () => {
      await store.commit({ count: { 'a.one': 1, 'a.two': 2.5, b: 1, ['__proto__']: 1 } }, NOW);
      await store.commit({ count: { 'a.one': 41, 'a.two': -1 } }, NOW);
      expect(await store.counts('a.')).toEqual({ 'a.one': 42, 'a.two': 1.5 });
      expect(Object.entries(await store.counts('__'))).toEqual([['__proto__', 1]]);
      expect(await store.counts('c')).toEqual({});
    });

    it('every time, however many count together', async () => {
      await Promise.all(Array.from({ length: 50 }, () => store.commit({ count: { a: 1 } }, NOW)));
      expect(await store.counts('')).toEqual({ a: 50 });
    });
  });

  describe('keeps deliveries which', () => {
    it('are taken as they were sent, with the attempts before', async () => {
      await send(['a', { body: ODD }]);
      expect(await store.take(CHAT, NOW, HOUR)).toEqual({ ...delivery('a', { body: ODD }), attempts: 0 });
    });

    it('are taken in the order in which they were sent', async () => {
      await send(['b'], ['a', { notBefore: NOW - HOUR }], ['c']);
      expect(await drain(store, CHAT, NOW)).toEqual(['b', 'a', 'c']);
    });

    it('are taken by urgency before age', async () => {
      await send(['n', { urgency: 'nudge' }], ['r'], ['s', { urgency: 'safety' }], ['s2', { urgency: 'safety' }]);
      expect(await drain(store, CHAT, NOW)).toEqual(['s', 's2', 'r', 'n']);
    });

    it('wait for their time', async () => {
      await send(['a', { notBefore: NOW + HOUR }]);
      expect(await store.take(CHAT, NOW + HOUR - 1, HOUR)).toBeNull();
      expect((await store.take(CHAT, NOW + HOUR, HOUR))?.id).toBe('a');
    });

    it('hold up later ones of their urgency while they wait, and no others', async () => {
      await send(
        ['waits', { notBefore: NOW + HOUR }],
        ['behind'],
        ['s', { urgency: 'safety' }],
        ['n', { urgency: 'nudge' }],
      );
      expect(await drain(store, CHAT, NOW)).toEqual(['s', 'n']);
      expect(await store.waitingChats(NOW, 10)).toEqual([]);
      expect(await drain(store, CHAT, NOW + HOUR)).toEqual(['waits', 'behind']);
    });

    it('are not sent twice under one id', async () => {
      await send(['a'], ['a', { body: 'other' }]);
      await send(['a', { chat: 'zalo:1', body: 'another' }]);
      expect(await store.waitingChats(NOW, 10)).toEqual([CHAT]);
      expect((await store.take(CHAT, NOW, HOUR))?.body).toBe('text of a');
      await send(['a', { body: 'while it is taken' }]);
      await store.settle('a', LATER);
      expect((await store.take(CHAT, NOW, HOUR))?.body).toBe('text of a');
    });

    it('may come again under their id once they are settled', async () => {
      await send(['a']);
      expect(await drain(store, CHAT, NOW)).toEqual(['a']);
      await send(['a', { body: 'again' }]);
      expect((await store.take(CHAT, NOW, HOUR))?.body).toBe('again');
    });

    it('are dropped when they have expired, so that the next can go', async () => {
      await send(
        ['brief', { expiresAt: NOW + HOUR }],
        ['waits', { notBefore: NOW + HOUR, expiresAt: NOW + HOUR }],
        ['a'],
      );
      expect(await store.waitingChats(NOW + HOUR, 10)).toEqual([CHAT]);
      expect(await drain(store, CHAT, NOW + HOUR)).toEqual(['a']);
      expect(await drain(store, CHAT, NOW)).toEqual([]);
    });

    it('leave their id to a new one when they have expired', async () => {
      await send(['a', { expiresAt: NOW + HOUR }]);
      await store.commit({ send: [delivery('a', { body: 'new' })] }, NOW + HOUR);
      expect((await store.take(CHAT, NOW + HOUR, HOUR))?.body).toBe('new');
    });

    it('keep their id while they are being sent, even when they have expired', async () => {
      await send(['a', { expiresAt: NOW + HOUR }]);
      await store.take(CHAT, NOW, 2 * HOUR);
      await store.commit({ send: [delivery('a', { body: 'new' })] }, NOW + HOUR);
      await store.settle('a', LATER);
      expect(await store.take(CHAT, NOW + HOUR, HOUR)).toBeNull();
    });

    it('are removed by a sweep when they have expired', async () => {
      await send(['brief', { expiresAt: NOW + HOUR }]);
      await store.sweep(NOW + HOUR);
      expect(await store.take(CHAT, NOW, HOUR)).toBeNull();
    });

    it('are taken one at a time of a chat, at any urgency', async () => {
      await send(['a'], ['s', { urgency: 'safety' }], ['other', { chat: 'zalo:1' }]);
      expect((await store.take(CHAT, NOW, HOUR))?.id).toBe('s');
      expect(await store.take(CHAT, NOW, HOUR)).toBeNull();
      await send(['s2', { urgency: 'safety' }]);
      expect(await store.take(CHAT, NOW, HOUR)).toBeNull();
      expect((await store.take('zalo:1', NOW, HOUR))?.id).toBe('other');
    });

    it('are taken once, however many ask together', async () => {
      await send(['a'], ['b']);
      const taken = await Promise.all(Array.from({ length: 10 }, () => store.take(CHAT, NOW, HOUR)));
      expect(taken.filter((each) => each !== null).map(({ id }) => id)).toEqual(['a']);
    });

    it('are free again when the time of whoever took them is over', async () => {
      await send(['a'], ['b']);
      await store.take(CHAT, NOW, HOUR);
      expect(await store.waitingChats(NOW + HOUR - 1, 10)).toEqual([]);
      expect(await store.waitingChats(NOW + HOUR, 10)).toEqual([CHAT]);
      expect((await store.take(CHAT, NOW + HOUR, HOUR))?.id).toBe('a');
    });

    it('stay until they are settled even if they expire meanwhile', async () => {
      await send(['a', { expiresAt: NOW + HOUR }], ['b']);
      await store.take(CHAT, NOW, 2 * HOUR);
      expect(await store.take(CHAT, NOW + HOUR, HOUR)).toBeNull();
      await store.settle('a', { kind: 'done' });
      expect((await store.take(CHAT, NOW + HOUR, HOUR))?.id).toBe('b');
    });

    it.each(['done', 'dropped'] as const)('are gone when settled as %s', async (kind) => {
      await send(['a'], ['b']);
      await store.take(CHAT, NOW, HOUR);
      await store.settle('a', { kind });
      expect(await drain(store, CHAT, NOW)).toEqual(['b']);
    });

    it('keep their place when settled for later, and count the attempt where it was one', async () => {
      await send(['a'], ['b']);
      await store.take(CHAT, NOW, HOUR);
      await store.settle('a', { kind: 'later', notBefore: NOW + HOUR, counted: true });
      expect(await store.take(CHAT, NOW, HOUR)).toBeNull();
      expect(await store.take(CHAT, NOW + HOUR, HOUR)).toEqual({
        ...delivery('a', { notBefore: NOW + HOUR }),
        attempts: 1,
      });
      await store.settle('a', { kind: 'later', notBefore: NOW + HOUR, counted: false });
      expect((await store.take(CHAT, NOW + HOUR, HOUR))?.attempts).toBe(1);
    });

    it('may be settled twice, or unknown', async () => {
      await send(['a'], ['b']);
      await store.take(CHAT, NOW, HOUR);
      await store.settle('a', { kind: 'done' });
      await store.settle('a', LATER);
      await store.settle('unknown', LATER);
      expect(await drain(store, CHAT, NOW)).toEqual(['b']);
    });

    it('are free after recovery when the time of whoever took them is over', async () => {
      await send(['a', { expiresAt: NOW + HOUR }]);
      await store.take(CHAT, NOW, HOUR);
      await store.recover(NOW + HOUR);
      expect((await store.take(CHAT, NOW, HOUR))?.id).toBe('a');
    });

    it(`are ${backend.alone ? 'free' : 'left to others'} after recovery before that time`, async () => {
      await send(['a']);
      await store.take(CHAT, NOW, HOUR);
      await store.recover(NOW);
      expect(await store.waitingChats(NOW, 10)).toEqual(backend.alone ? [CHAT] : []);
    });

    it('are dropped with all that waits for a chat, but for the one being sent', async () => {
      await send(['a'], ['b'], ['n', { urgency: 'nudge' }], ['topic', { chat: `${CHAT}/45` }]);
      await store.take(CHAT, NOW, HOUR);
      await store.dropDeliveries(CHAT);
      await store.settle('a', LATER);
      expect(await drain(store, CHAT, NOW)).toEqual(['a']);
      expect(await drain(store, `${CHAT}/45`, NOW)).toEqual(['topic']);
    });
  });

  describe('names chats with something to send', () => {
    it('the more urgent first, then the longest waiting, then the oldest', async () => {
      await send(
        ['1', { chat: 'web:n', urgency: 'nudge', notBefore: NOW - 3 * HOUR }],
        ['2', { chat: 'web:b' }],
        ['3', { chat: 'web:a' }],
        ['4', { chat: 'web:old', notBefore: NOW - HOUR }],
        ['5', { chat: 'web:s', urgency: 'safety' }],
      );
      expect(await store.waitingChats(NOW, 10)).toEqual(['web:s', 'web:old', 'web:b', 'web:a', 'web:n']);
      expect(await store.waitingChats(NOW, 2)).toEqual(['web:s', 'web:old']);
      expect(await store.waitingChats(NOW, 0)).toEqual([]);
      expect(await store.waitingChats(NOW - 1, Infinity)).toEqual(['web:old', 'web:n']);
    });

    it('each once, by its most urgent', async () => {
      await send(
        ['n', { urgency: 'nudge' }],
        ['r'],
        ['s', { urgency: 'safety' }],
        ['x', { chat: 'web:x' }],
        ['y', { chat: 'web:y' }],
      );
      expect(await store.waitingChats(NOW, 10)).toEqual([CHAT, 'web:x', 'web:y']);
      expect(await store.waitingChats(NOW, 2)).toEqual([CHAT, 'web:x']);
    });

    it('but none that waits for its time, is being served or has nothing left', async () => {
      await send(
        ['waits', { chat: 'web:waits', notBefore: NOW + HOUR }],
        ['taken', { chat: 'web:taken' }],
        ['more', { chat: 'web:taken', urgency: 'safety' }],
        ['done', { chat: 'web:done' }],
        ['expired', { chat: 'web:expired', expiresAt: NOW }],
        ['ready', { chat: 'web:ready' }],
      );
      await drain(store, 'web:done', NOW);
      await store.take('web:taken', NOW, HOUR);
      expect(await store.waitingChats(NOW, 10)).toEqual(['web:ready']);
    });

    it('so that taking from the first named always gives something', async () => {
      await send(...Array.from({ length: 30 }, (_, at) => [`d${at}`, { chat: `web:${at % 4}` }] as [string, object]));
      let taken = 0;
      for (;;) {
        const [chat] = await store.waitingChats(NOW, 1);
        if (chat === undefined) break;
        const next = await store.take(chat, NOW, HOUR);
        expect(next).not.toBeNull();
        await store.settle(next!.id, { kind: 'done' });
        taken += 1;
      }
      expect(taken).toBe(30);
    });
  });

  describe('forgets a chat', () => {
    it('with every record and delivery of it, and nothing of others', async () => {
      const put = [record('a', { chat: CHAT, dueAt: NOW }), record('b', { chat: 'web:1' }), record(CHAT)];
      const sent = [
        delivery('taken'),
        delivery('a'),
        delivery('n', { urgency: 'nudge' }),
        delivery('b', { chat: 'web:1' }),
      ];
      await store.commit({ put, send: sent }, NOW);
      await store.take(CHAT, NOW, HOUR);
      await store.forgetChat(CHAT);
      expect(await ids(store.list('note', NOW))).toEqual(['b', CHAT]);
      expect(await store.due('note', NOW, 10)).toEqual([]);
      expect(await store.waitingChats(NOW + 2 * HOUR, 10)).toEqual(['web:1']);
      await store.settle('taken', LATER);
      expect(await drain(store, CHAT, NOW)).toEqual([]);
    });

    it('and takes it up anew', async () => {
      await send(['a']);
      await store.take(CHAT, NOW, HOUR);
      await store.forgetChat(CHAT);
      await send(['b']);
      expect(await drain(store, CHAT, NOW)).toEqual(['b']);
    });
  });

  describe('moves a chat', () => {
    const [from, to] = ['telegram:-1', 'telegram:-2'];

    it('with its records and those of its topics', async () => {
      const put = [
        record('a', { chat: from, dueAt: NOW }),
        record('b', { chat: `${from}/45` }),
        record('c', { chat: `${from}0` }),
        record('d'),
      ];
      await store.commit({ put }, NOW);
      await store.moveChat(from, to);
      expect(await store.list('note', NOW)).toEqual([
        { ...put[0], chat: to },
        { ...put[1], chat: `${to}/45` },
        put[2],
        put[3],
      ]);
      expect(await ids(store.list('note', NOW, from))).toEqual([]);
      expect(await ids(store.list('note', NOW, to))).toEqual(['a']);
      expect(await ids(store.list('note', NOW, `${to}/45`))).toEqual(['b']);
      expect(await store.due('note', NOW, 1)).toEqual([{ ...put[0], chat: to }]);
    });

    it('and a record whose id is the key of its chat gets the new key', async () => {
      const put = [
        record(from, { chat: from, body: 'chat' }),
        record(`${from}/45`, { chat: `${from}/45`, body: 'topic' }),
        record(from, { kind: 'other' }),
        record(to, { chat: to, body: 'was there' }),
      ];
      await store.commit({ put }, NOW);
      await store.moveChat(from, to);
      expect(await store.list('note', NOW)).toEqual([
        { ...put[0], id: to, chat: to },
        { ...put[1], id: `${to}/45`, chat: `${to}/45` },
      ]);
      expect(await ids(store.list('other', NOW))).toEqual([from]);
    });

    it('with its deliveries and those of its topics, in one order with those of the other', async () => {
      await send(['1', { chat: from }], ['2', { chat: to }], ['3', { chat: from }], ['t', { chat: `${from}/45` }]);
      await store.moveChat(from, to);
      expect(await store.waitingChats(NOW, 10)).toEqual([to, `${to}/45`]);
      expect(await drain(store, to, NOW)).toEqual(['1', '2', '3']);
      expect((await store.take(`${to}/45`, NOW, HOUR))?.chat).toBe(`${to}/45`);
      expect(await drain(store, from, NOW)).toEqual([]);
    });

    it('while one of its deliveries is being sent', async () => {
      await send(['1', { chat: from }], ['2', { chat: from }], ['x', { chat: to }]);
      await store.take(from, NOW, HOUR);
      await store.moveChat(from, to);
      expect(await store.take(to, NOW, HOUR)).toBeNull();
      await store.settle('1', LATER);
      expect(await drain(store, to, NOW)).toEqual(['1', '2', 'x']);
    });

    it('to itself or out of nothing without harm', async () => {
      await store.commit({ put: [record('a', { chat: to })], send: [delivery('d', { chat: to })] }, NOW);
      await store.moveChat(to, to);
      await store.moveChat(from, to);
      expect(await ids(store.list('note', NOW, to))).toEqual(['a']);
      expect(await drain(store, to, NOW)).toEqual(['d']);
    });
  });

  describe('gives leases which', () => {
    it('only one has at a time', async () => {
      const taken = await Promise.all(Array.from({ length: 10 }, () => store.lease('a', HOUR)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await store.lease('b', HOUR)).not.toBeNull();
    });

    it('another can have once they are given back', async () => {
      const lease = await store.lease('a', HOUR);
      await lease?.release();
      expect(await store.lease('a', HOUR)).not.toBeNull();
    });

    it('end with their time, after which giving back frees no other', async () => {
      const over = await store.lease('a', 5);
      await vi.waitFor(async () => expect(await store.lease('a', HOUR)).not.toBeNull(), { interval: 2 });
      await over?.release();
      expect(await store.lease('a', HOUR)).toBeNull();
    });
  });
});
