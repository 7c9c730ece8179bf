import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FetchedFile } from '../../src/model/channel.ts';
import { DocumentQueue } from '../../src/publishing/document-queue.ts';
import { StoreError } from '../../src/storage/store-error.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { openTestPublishing } from '../support/publishing.ts';
import { knowledge } from '../support/world.ts';
import { CHAT, HOUR, MINUTE, openDesk, OTHER, planOf, read, TEXT, type Outcome } from './desk.ts';

const { messages } = knowledge;
const drafted = await read(TEXT);
const ID = planOf(drafted).id;
const FETCHED: FetchedFile = { kind: 'fetched', bytes: Buffer.from(TEXT) };

interface QueueSetting {
  readonly convert?: () => Promise<Outcome | null>;
  readonly files?: (id: string) => FetchedFile;
}

/** A queue with one request, and what was fetched and imported for it. */
async function requested({ convert = () => Promise.resolve(drafted), files = () => FETCHED }: QueueSetting = {}) {
  const work = { fetched: [] as string[], imported: 0 };
  const options = {
    files: (id: string) => {
      work.fetched.push(id);
      return files(id);
    },
    convert: () => {
      work.imported += 1;
      return convert();
    },
  };
  const desk = openDesk(options);
  const request = (id = 'telegram:1', chat = CHAT) =>
    desk.settle(desk.documents.request(id, chat, { id: `file of ${id}`, name: 'kế hoạch.docx' }, desk.now()));
  const said = await request();
  return { ...desk, work, request, said, tick: () => desk.documents.tick(desk.now) };
}

type Requested = Awaited<ReturnType<typeof requested>>;

/** Another process on the same store. */
function otherQueue({ store, drafts, records }: Requested, convert = () => Promise.resolve(drafted)) {
  const fetchFile = () => Promise.resolve(FETCHED);
  return new DocumentQueue({ store, records, drafts, knowledge: () => knowledge, convert, fetchFile });
}

/** Something that is imported until it is told to end. */
function slowly() {
  let finish: (outcome: Outcome | null) => void = () => undefined;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const outcome = new Promise<Outcome | null>((resolve) => (finish = resolve));
  const convert = () => {
    begin();
    return outcome;
  };
  return { convert, begun, finish };
}

afterEach(() => vi.useRealTimers());

describe('a received document', () => {
  it('is acknowledged at once, then read, and shown as a draft', async () => {
    const { said, tick, work, mail, kept } = await requested();
    expect(said.text).toBe(messages['draft-reading']);
    expect(await tick()).toEqual([CHAT]);
    expect(work.fetched).toEqual(['file of telegram:1']);
    expect((await mail())[0]!.text).toContain(ID);
    expect([await kept('import'), await kept('draft', CHAT)]).toEqual([0, 1]);
    expect(await tick()).toEqual([]);
  });

  it.each([
    ['gone', { files: () => ({ kind: 'gone' }) as const }, messages['draft-gone']],
    ['too large', { files: () => ({ kind: 'too-large' }) as const }, messages['draft-too-large']],
    ['broken', { convert: () => Promise.resolve({ ok: false, error: 'Tệp hỏng.' } as const) }, 'Tệp hỏng.'],
    ['too much for an import', { convert: () => Promise.resolve(null) }, messages['draft-broke']],
  ])('that is %s is told of with its name and no more tried', async (_, setting, reason) => {
    const { tick, mail, kept } = await requested(setting);
    expect(await tick()).toEqual([CHAT]);
    const [told] = await mail();
    expect(told!.text).toContain('“kế hoạch.docx”');
    expect(told!.text).toContain(reason);
    expect([await kept('import'), await kept('draft')]).toEqual([0, 0]);
  });

  it('without a name is called so', async () => {
    const { documents, settle, now, tick, mail } = await requested({ files: () => ({ kind: 'gone' }) });
    await tick();
    await mail();
    await settle(documents.request('telegram:2', CHAT, { id: 'f', name: '' }, now()));
    await tick();
    expect((await mail())[0]!.text).toContain(messages['draft-unnamed']);
  });

  it('that cannot be reached is fetched again by its id, and told of after ten tries', async () => {
    const { tick, pass, work, mail, kept } = await requested({ files: () => ({ kind: 'unreachable' }) });
    for (let tries = 1; tries < 10; tries += 1) {
      expect(await tick()).toEqual([]);
      expect(await tick()).toEqual([]);
      expect(work.fetched).toHaveLength(tries);
      pass(MINUTE / 2);
    }
    expect(await tick()).toEqual([CHAT]);
    expect(new Set(work.fetched)).toEqual(new Set(['file of telegram:1']));
    expect((await mail())[0]!.text).toContain(messages['draft-unreachable']);
    expect([work.fetched.length, work.imported, await kept('import')]).toEqual([10, 0, 0]);
  });

  it('that is reached at last is imported', async () => {
    let away = true;
    const { tick, pass, mail } = await requested({ files: () => (away ? { kind: 'unreachable' } : FETCHED) });
    await tick();
    away = false;
    pass(MINUTE / 2);
    expect(await tick()).toEqual([CHAT]);
    expect((await mail())[0]!.text).toContain(ID);
  });

  it('that cannot be reached keeps no other one waiting', async () => {
    const files = (id: string): FetchedFile => (id.endsWith(':1') ? { kind: 'unreachable' } : FETCHED);
    const { tick, request } = await requested({ files });
    await request('telegram:2', OTHER);
    expect([await tick(), await tick()]).toEqual([[], [OTHER]]);
  });

  it('of many that each take long is not forgotten', async () => {
    const { tick, request, pass, kept } = await requested();
    for (let at = 2; at <= 6; at += 1) await request(`telegram:${at}`);
    for (let at = 1; at <= 6; at += 1) {
      expect(await tick()).toEqual([CHAT]);
      pass(HOUR / 3);
    }
    expect(await kept('import')).toBe(0);
  });

  it('sealed with a key that is lost keeps no other one waiting', async () => {
    const desk = await requested();
    const { store, now, tick, mail, request } = desk;
    const lost = openTestPublishing({ store, vault: createVault(newKey()), world: () => neverAsked() });
    const record = lost.records.request('telegram:0', OTHER, { file: 'f', name: 'n', tries: 0 }, now() - 1, now());
    await store.commit({ put: [record] }, now());
    await request();
    expect(await tick()).toEqual([CHAT]);
    expect((await mail())[0]!.text).toContain(ID);
  });
});

describe('a request', () => {
  it('is imported once by two queues that look at the same moment', async () => {
    const desk = await requested();
    const other = otherQueue(desk, () => Promise.reject(new Error('imported twice')));
    const chats = await Promise.all([desk.tick(), other.tick(desk.now), desk.tick()]);
    expect(chats.flat()).toEqual([CHAT]);
    expect(desk.work.imported).toBe(1);
    expect(await desk.mail()).toHaveLength(1);
  });

  it('that is stopped in the midst waits for the next start', async () => {
    const stopped = new Error('stopped');
    const desk = await requested({ convert: () => Promise.reject(stopped) });
    await expect(desk.tick()).rejects.toBe(stopped);
    expect([await desk.kept('import'), (await desk.mail()).length]).toEqual([1, 0]);
    desk.pass(MINUTE / 2);
    expect(await otherQueue(desk).tick(desk.now)).toEqual([CHAT]);
    expect((await desk.mail())[0]!.text).toContain(ID);
  });

  it('whose process dies in the midst is taken by another one after its claim; the dead one changes nothing', async () => {
    const { convert, begun, finish } = slowly();
    const desk = await requested({ convert });
    const dead = desk.tick();
    await begun;
    const other = otherQueue(desk);
    desk.pass(2 * MINUTE - 1);
    expect(await other.tick(desk.now)).toEqual([]);
    desk.pass(1);
    expect(await other.tick(desk.now)).toEqual([CHAT]);
    finish(drafted);
    expect(await dead).toEqual([]);
    expect(await desk.mail()).toHaveLength(1);
    expect(await desk.kept('draft')).toBe(1);
  });

  it('that kills every process is given up, and told of', async () => {
    const desk = await requested({ convert: () => Promise.reject(new Error('dead')) });
    for (let tries = 0; tries < 10; tries += 1) {
      await desk.tick().catch(() => undefined);
      desk.pass(MINUTE / 2);
    }
    expect(await desk.tick()).toEqual([CHAT]);
    expect((await desk.mail())[0]!.text).toContain(messages['draft-broke']);
    expect([desk.work.imported, await desk.kept('import')]).toEqual([10, 0]);
  });

  it('stays with the process that works on it, however long that takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { convert, begun, finish } = slowly();
    const desk = await requested({ convert });
    const working = desk.tick();
    await begun;
    const other = otherQueue(desk);
    for (let half = 0; half < 40; half += 1) {
      desk.pass(MINUTE / 2);
      await vi.advanceTimersByTimeAsync(MINUTE / 2);
      expect(await other.tick(desk.now)).toEqual([]);
    }
    finish(drafted);
    expect(await working).toEqual([CHAT]);
  });

  it('of a chat that was forgotten meanwhile leads to nothing', async () => {
    const { convert, begun, finish } = slowly();
    const desk = await requested({ convert });
    const working = desk.tick();
    await begun;
    await desk.store.forgetChat(CHAT);
    finish(drafted);
    expect(await working).toEqual([]);
    expect([await desk.kept('draft'), (await desk.mail()).length]).toEqual([0, 0]);
  });

  it('whose store goes away in the midst is imported again once it is back', async () => {
    const convert = () => {
      desk.line.away = true;
      return Promise.resolve(drafted);
    };
    const desk = await requested({ convert });
    await expect(desk.tick()).rejects.toThrow(StoreError);
    desk.line.away = false;
    expect(await otherQueue(desk).tick(desk.now)).toEqual([]);
    desk.pass(2 * MINUTE);
    expect(await otherQueue(desk).tick(desk.now)).toEqual([CHAT]);
    expect(await desk.mail()).toHaveLength(1);
  });
});

function neverAsked(): never {
  throw new Error('never asked');
}
