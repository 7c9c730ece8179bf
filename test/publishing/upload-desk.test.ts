import { describe, expect, it } from 'vitest';
import { knowledge } from '../support/world.ts';
import {
  CHAT,
  COMMUNE,
  HOUR,
  openDesk,
  planOf,
  PUBLIC_URL,
  read,
  TEXT,
  type DeskOptions,
  type Drafted,
  type Outcome,
} from './desk.ts';

const { messages } = knowledge;
const [drafted, commune] = await Promise.all([read(TEXT), read(COMMUNE)]);
const ID = planOf(drafted).id;
const BYTES = Buffer.from(TEXT);
const AT_ONCE = 1;

/** A desk that has given out a link. */
async function linked(options: DeskOptions = {}) {
  const desk = openDesk({ convert: () => Promise.resolve(drafted), ...options });
  const said = await desk.settle(desk.uploads.link(CHAT, desk.now()));
  const key = /\/upload\/([a-z2-7]{32})$/.exec(said.text)?.[1] ?? '';
  const take = (name = 'kế hoạch.docx') => desk.uploads.take(key, name, BYTES, desk.now);
  return { ...desk, said, key, take, isOpen: () => desk.uploads.isOpen(key, desk.now()) };
}

/** An import that ends when it is told to. */
function slowly() {
  let finish: (outcome: Outcome | null) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const outcome = new Promise<Outcome | null>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return { convert: () => outcome, finish, fail };
}

describe('the link of an upload', () => {
  it('is a sentence of what to do instead where no address is known', async () => {
    const { said, kept } = await linked({ published: false });
    expect(said.text).toBe(messages['upload-none']);
    expect(said.text).toContain('PUBLIC_URL');
    expect(await kept('upload')).toBe(0);
  });

  it('is another one each time, and the store does not hold it', async () => {
    const { said, key, bodies, store, now, drafts: _drafts, uploads, settle } = await linked();
    expect(said.text).toContain(`${PUBLIC_URL}/upload/${key}`);
    expect((await settle(uploads.link(CHAT, now()))).text).not.toContain(key);
    const records = await store.list('upload', now());
    expect(records).toHaveLength(2);
    expect(`${JSON.stringify(records)}${bodies.join()}`).not.toContain(key);
  });

  it('is good for an hour', async () => {
    const { isOpen, take, pass, kept } = await linked();
    pass(HOUR - 1);
    expect(await isOpen()).toBe(true);
    pass(1);
    expect(await isOpen()).toBe(false);
    expect(await take()).toEqual({ kind: 'expired', text: messages['upload-expired'] });
    expect(await kept('draft')).toBe(0);
  });

  it('is good for one document', async () => {
    const { isOpen, take, mail, woken, kept, drafts, now } = await linked();
    const taken = await take();
    expect(taken).toMatchObject({ kind: 'taken', text: expect.stringContaining(ID) as unknown });
    expect(taken.review).toMatch(/^\/review\/[A-Za-z0-9_-]{20,64}$/);
    const key = taken.review!.slice('/review/'.length);
    expect(await drafts.review(key, now())).toContain('data-facts');
    expect(woken).toEqual([CHAT]);
    expect((await mail())[0]!.text).toBe(taken.text);
    expect(await isOpen()).toBe(false);
    expect((await take()).kind).toBe('expired');
    expect(await kept('draft', CHAT)).toBe(1);
  });

  it('stays good where the document is refused, and then takes a better one', async () => {
    const outcomes: (Outcome | null)[] = [{ ok: false, error: 'Tệp hỏng.' }, null, drafted];
    const { isOpen, take, mail } = await linked({ convert: () => Promise.resolve(outcomes.shift() ?? null) });
    expect(await take()).toEqual({ kind: 'refused', text: 'Tệp hỏng.' });
    expect(await take()).toEqual({ kind: 'refused', text: messages['draft-broke'] });
    expect([await isOpen(), (await mail()).length]).toEqual([true, 0]);
    expect((await take()).kind).toBe('taken');
  });

  it('gives one draft for two documents at once', async () => {
    const waiting: Drafted[] = [drafted, commune];
    const { take, mail, kept } = await linked({ convert: () => Promise.resolve(waiting.shift() ?? null) });
    const both = await Promise.all([take(), take()]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['expired', 'taken']);
    expect([await kept('draft'), (await mail()).length]).toEqual([1, 1]);
  });

  it('is no other text', async () => {
    const { key, uploads, now } = await linked();
    for (const other of ['', key.slice(1), `${key}a`, key.toUpperCase(), ID])
      expect(await uploads.isOpen(other, now()), other).toBe(false);
  });
});

describe('a document that takes long', () => {
  it('is not waited for; its draft comes into the chat', async () => {
    const { convert, finish } = slowly();
    const { take, mail, isOpen, woken } = await linked({ convert, patienceMs: AT_ONCE });
    expect(await take()).toEqual({ kind: 'taken', text: messages['upload-later'] });
    expect([await isOpen(), (await mail()).length]).toEqual([true, 0]);
    finish(drafted);
    await expect.poll(() => woken, { interval: 1 }).toEqual([CHAT]);
    expect((await mail())[0]!.text).toContain(ID);
    expect(await isOpen()).toBe(false);
  });

  it('and is refused is told of in the chat with its name; the link stays good', async () => {
    const { convert, finish } = slowly();
    const { take, mail, isOpen, woken } = await linked({ convert, patienceMs: AT_ONCE });
    await take('quét.pdf');
    finish({ ok: false, error: 'Tệp hỏng.' });
    await expect.poll(() => woken, { interval: 1 }).toEqual([CHAT]);
    expect((await mail())[0]!.text).toBe('Chưa nhập được “quét.pdf”. Tệp hỏng.');
    expect(await isOpen()).toBe(true);
  });

  it('and is stopped leaves the link good', async () => {
    const { convert, fail } = slowly();
    const { take, isOpen, kept } = await linked({ convert, patienceMs: AT_ONCE });
    await take();
    fail(new Error('stopped'));
    await convert().catch(() => undefined);
    expect([await isOpen(), await kept('draft')]).toEqual([true, 0]);
  });
});
