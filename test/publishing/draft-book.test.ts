import { describe, expect, it } from 'vitest';
import { withPlans } from '../../src/knowledge/plan-names.ts';
import { knowledge } from '../support/world.ts';
import {
  CHAT,
  COMMUNE,
  DAY,
  namesOf,
  openDesk,
  OTHER,
  planOf,
  PUBLIC_URL,
  read,
  TEXT,
  usual,
  worldOf,
  type DeskOptions,
  type Drafted,
} from './desk.ts';

const NEWER = TEXT.replace('chậm nhất ngày 05/7/2026', 'chậm nhất ngày 08/7/2026');
const { messages } = knowledge;
const [first, newer, commune] = await Promise.all([read(TEXT), read(NEWER), read(COMMUNE)]);
const [ID, COMMUNE_ID] = [planOf(first).id, planOf(commune).id];
let drafts = 0;

/** A world that holds an approved plan, too. */
function worldWith(approved: Drafted) {
  return worldOf(withPlans(knowledge, [{ plan: planOf(approved), source: approved.source, names: namesOf(approved) }]));
}

/** A draft of another document of the same place and year. */
function ofOtherDocument(outcome: Drafted, number: string, title: string): Drafted {
  const plan = planOf(outcome);
  const { document } = plan;
  const other = {
    ...document,
    number: { ...document.number, value: number },
    title: { ...document.title, value: title },
  };
  return { ...outcome, plan: { ...plan, document: other } };
}

const before = worldWith(first);

/** A desk with drafts that wait in a chat; gives what was said of the last of them, too. */
async function waiting(outcomes: readonly Drafted[], options: DeskOptions = {}) {
  const desk = openDesk(options);
  const draft = async (outcome: Drafted, chat = CHAT) => {
    drafts += 1;
    const made = await desk.drafts.drafted(`update-${drafts}`, chat, outcome, desk.now());
    await desk.store.commit(made.commit, desk.now());
    return made;
  };
  const made = [];
  for (const outcome of outcomes) {
    if (made.length > 0) desk.pass(1);
    made.push(await draft(outcome));
  }
  return { ...desk, draft, made };
}

describe('a draft', () => {
  it('is shown with what was understood, its review page and two buttons', async () => {
    const { mail, made } = await waiting([first]);
    const [shown] = await mail();
    for (const part of ['1289/KH-UBND', ID, '5/7/2026', 'Sở Nông nghiệp và Môi trường', '7 ngày'])
      expect(shown!.text).toContain(part);
    expect(shown!.text).toContain(`${PUBLIC_URL}/review/${made[0]!.draft.code}`);
    expect(shown!.choices.map(({ label }) => label)).toEqual(['Duyệt', 'Hủy']);
    expect(shown!.choices[0]!.value).toBe(`/duyet ${made[0]!.draft.code}`);
  });

  it('is approved with one word where it waits alone, and then gone', async () => {
    const { drafts: book, settle, approved, now, kept } = await waiting([first]);
    const said = await settle(book.approve(CHAT, '', now()));
    expect(said.text).toContain('Đã duyệt');
    expect(said.publishes).toBe(true);
    expect((await approved.all(now())).get(ID)?.plan.document.number.value).toBe('1289/KH-UBND');
    expect(await kept('draft')).toBe(0);
    expect((await book.approve(CHAT, '', now())).text).toBe(messages['draft-none']);
  });

  it('is discarded with one word, and nothing is approved', async () => {
    const { drafts: book, settle, approved, now, kept } = await waiting([first]);
    const said = await settle(book.discard(CHAT, '', now()));
    expect(said.text).toContain('Đã bỏ');
    expect([said.publishes, await kept('draft'), (await approved.all(now())).size]).toEqual([false, 0, 0]);
  });

  it('among several is asked for, and named by its code or the id of its plan', async () => {
    const { drafts: book, settle, approved, now, made } = await waiting([first, commune]);
    const asked = await settle(book.approve(CHAT, '', now()));
    expect(asked.text.split('\n')).toEqual([
      messages['draft-which'],
      expect.stringContaining(`1. ${ID}`),
      expect.stringContaining(`2. ${COMMUNE_ID}`),
    ]);
    expect(asked.choices.map(({ value }) => value)).toEqual(made.map(({ draft }) => `/duyet ${draft.code}`));
    expect((await approved.all(now())).size).toBe(0);
    expect((await book.approve(CHAT, 'khac-2026', now())).choices).toHaveLength(2);
    expect((await settle(book.discard(CHAT, COMMUNE_ID, now()))).text).toContain('Đã bỏ');
    expect((await settle(book.approve(CHAT, made[0]!.draft.code.toUpperCase(), now()))).text).toContain(ID);
    expect([...(await approved.all(now())).keys()]).toEqual([ID]);
  });

  it('gives way to a newer one of the same plan', async () => {
    const { drafts: book, now, kept, made } = await waiting([first, commune, newer]);
    expect(await kept('draft', CHAT)).toBe(2);
    expect(await book.review(reviewKey(made[0]!), now())).toBeNull();
    expect(await book.review(reviewKey(made[2]!), now())).toContain('data-facts');
  });

  it('of one chat is out of reach from another', async () => {
    const { drafts: book, now, made, kept } = await waiting([first]);
    for (const named of ['', ID, made[0]!.draft.code]) {
      expect((await book.approve(OTHER, named, now())).text).toBe(messages['draft-none']);
      expect((await book.discard(OTHER, named, now())).remove).toEqual([]);
    }
    expect(await kept('draft')).toBe(1);
  });

  it('with problems has no buttons, cannot be approved and says why', async () => {
    const problem = 'theme: văn bản có hai chủ đề.';
    const broken = { ...first, plan: { ...planOf(first), theme: 'hai' }, problems: [problem] };
    const { drafts: book, mail, now, kept, made } = await waiting([broken]);
    const [shown] = await mail();
    expect(shown!.choices).toEqual([]);
    expect(shown!.text).toContain(problem);
    expect(shown!.text).toContain(messages['draft-cannot']);
    const said = await book.approve(CHAT, made[0]!.draft.code, now());
    for (const part of [messages['draft-problems'], problem, messages['draft-cannot']])
      expect(said.text).toContain(part);
    expect([said.put, said.remove, said.publishes]).toEqual([[], [], false]);
    expect(await kept('draft')).toBe(1);
  });

  it.each([
    ['does not fit the shape of plans', { plan: { ...planOf(first), year: 'nay' } }, 'year: '],
    ['quotes what its document does not say', { source: 'Kế hoạch khác.' }, '.quote: '],
    ['names somebody whom nobody knows', { names: { agencies: 'none' } }, '.agency: '],
  ] as const)('that %s cannot be approved and says where', async (_, changes, where) => {
    const { drafts: book, now } = await waiting([{ ...first, ...changes }]);
    const said = await book.approve(CHAT, '', now());
    expect(said.text).toContain(where);
    expect([said.put, said.publishes]).toEqual([[], false]);
  });

  it('waits for seven days', async () => {
    const { drafts: book, now, pass, made } = await waiting([first]);
    pass(7 * DAY - 1);
    expect(await book.review(reviewKey(made[0]!), now())).not.toBeNull();
    expect((await book.approve(CHAT, '', now())).publishes).toBe(true);
    pass(1);
    expect(await book.review(reviewKey(made[0]!), now())).toBeNull();
    expect((await book.approve(CHAT, '', now())).text).toBe(messages['draft-none']);
  });
});

describe('a draft of a place that has another plan of the year', () => {
  const yearly = ofOtherDocument(first, '45/KH-UBND', 'Kế hoạch công tác trẻ em năm 2026');

  it('waits beside one of another document, and both are approved', async () => {
    let world = usual;
    const { drafts: book, settle, approved, now, made } = await waiting([first, yearly], { world: () => world });
    const [id, otherId] = made.map(({ draft }) => draft.planId);
    expect([id, otherId]).toEqual([ID, `${ID}-45`]);
    await settle(book.approve(CHAT, ID, now()));
    world = before;
    expect((await settle(book.approve(CHAT, `${ID}-45`, now()))).text).not.toContain('Đã thay bản cũ');
    expect([...(await approved.all(now())).keys()].sort()).toEqual([ID, `${ID}-45`]);
  });

  it('that was approved in another chat meanwhile does not replace that one', async () => {
    let world = usual;
    const { drafts: book, draft, settle, approved, now } = await waiting([first], { world: () => world });
    await draft(yearly, OTHER);
    await settle(book.approve(CHAT, '', now()));
    world = before;
    const said = await settle(book.approve(OTHER, '', now()));
    expect(said.text).toContain(`${ID}-45`);
    expect((await approved.all(now())).get(ID)?.plan.document.number.value).toBe('1289/KH-UBND');
  });
});

describe('a draft whose document does not tell whose plan it is', () => {
  const nobodys = { ...first, plan: planOf(first, { id: 'ke-hoach', place: 'dia-phuong', year: 2000 }) };

  it('asks for place and year, and is approved with them', async () => {
    const { drafts: book, settle, mail, approved, now, kept } = await waiting([nobodys]);
    const [shown] = await mail();
    expect(shown!.choices).toEqual([]);
    for (const text of [shown!.text, (await book.approve(CHAT, '', now())).text])
      expect(text).toMatch(/^- Văn bản [^\n]*: duyệt Bình Phước 2026\.$/m);
    expect((await book.approve(CHAT, '', now(), { place: 'cao-bang' })).put).toEqual([]);
    const said = await settle(book.approve(CHAT, '', now(), { place: 'cao-bang', year: 2026 }));
    expect(said.text).toContain('cao-bang-2026');
    expect([...(await approved.all(now())).keys()]).toEqual(['cao-bang-2026']);
    expect(await kept('draft')).toBe(0);
  });

  it('gets no place and year that its document contradicts', async () => {
    const { drafts: book, approved, settle, now } = await waiting([first]);
    const said = await settle(book.approve(CHAT, '', now(), { place: 'binh-phuoc', year: 2025 }));
    expect([said.text.split('\n')[0], said.choices.length, said.put]).toEqual([messages['draft-which'], 1, []]);
    await settle(book.approve(CHAT, '', now(), { place: 'cao-bang', year: 2026 }));
    expect([...(await approved.all(now())).keys()]).toEqual([ID]);
  });

  it('is told from others that have their own', async () => {
    const { drafts: book, approved, settle, now } = await waiting([first, nobodys]);
    await settle(book.approve(CHAT, '', now(), { place: 'binh-phuoc', year: 2026 }));
    expect([...(await approved.all(now())).keys()]).toEqual(['binh-phuoc-2026']);
  });

  it('does not take the place of another one', async () => {
    const { kept } = await waiting([nobodys, nobodys]);
    expect(await kept('draft')).toBe(2);
  });
});

describe('a plan that is there already', () => {
  it('is compared line by line, in Vietnamese, before and after it is replaced', async () => {
    const { drafts: book, mail, now } = await waiting([newer], { world: () => before });
    const [shown] = await mail();
    expect(shown!.text).toContain('Sẽ thay bản đang dùng. Khác nhau');
    const said = await book.approve(CHAT, '', now());
    expect(said.text).toContain('Đã thay bản cũ. Khác nhau');
    for (const text of [shown!.text, said.text]) {
      expect(text).toMatch(/^- [^\n]*05\/7\/2026/m);
      expect(text).toMatch(/^\+ [^\n]*08\/7\/2026/m);
    }
  });

  it('and has not changed is called the same', async () => {
    const { mail } = await waiting([first], { world: () => before });
    expect((await mail())[0]!.text).toContain(messages['draft-same']);
  });

  it('and was changed by somebody else meanwhile is compared as it is when it is approved', async () => {
    let world = before;
    const { drafts: book, draft, settle, mail, now } = await waiting([], { world: () => world });
    await draft(first);
    expect((await mail())[0]!.text).toContain(messages['draft-same']);
    await draft(newer, OTHER);
    await settle(book.approve(OTHER, '', now()));
    world = worldWith(newer);
    const said = await settle(book.approve(CHAT, '', now()));
    expect(said.text).toMatch(/^- [^\n]*08\/7\/2026/m);
    expect(said.text).toMatch(/^\+ [^\n]*05\/7\/2026/m);
  });

  it('is withdrawn by its id; one that was never approved in a chat is not', async () => {
    const { drafts: book, settle, approved, now } = await waiting([first]);
    await settle(book.approve(CHAT, '', now()));
    const generation = await approved.generation(now());
    expect((await settle(book.withdraw('binh-phuoc-2025', now()))).publishes).toBe(false);
    expect(await approved.generation(now())).toBe(generation);
    const said = await settle(book.withdraw(ID, now()));
    expect([said.publishes, (await approved.all(now())).size]).toEqual([true, 0]);
    expect(await approved.generation(now())).not.toBe(generation);
  });
});

describe('the review page', () => {
  it('opens with code and secret together, and with nothing else', async () => {
    const { drafts: book, now, made } = await waiting([first, commune]);
    const { code, secret } = made[0]!.draft;
    expect(await book.review(code + secret, now())).toContain('data-facts');
    const others = [
      '',
      code,
      secret,
      secret + code,
      `${code}${secret}a`,
      `${code}${secret.slice(1)}`,
      code + made[1]!.draft.secret,
      `${code.toUpperCase()}${secret}`,
      `${code}${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`,
    ];
    for (const key of others) expect(await book.review(key, now()), key).toBeNull();
  });

  it('is offered only where its address is known', async () => {
    for (const published of [true, false]) {
      const { made } = await waiting([first], { published });
      expect(made[0]!.text.includes('/review/')).toBe(published);
    }
  });
});

describe('the store', () => {
  it('sees no word of a document, a draft, a file’s name or an approved plan', async () => {
    const { drafts: book, documents, uploads, settle, now, bodies } = await waiting([first, commune]);
    await settle(documents.request('u', CHAT, { id: 'file-id', name: 'Cao Bằng.docx' }, now()));
    await settle(uploads.link(CHAT, now()));
    await settle(book.approve(CHAT, ID, now()));
    expect(bodies.length).toBeGreaterThan(6);
    const opened = bodies.flatMap((body) => [body, Buffer.from(body, 'base64').toString()]);
    for (const text of opened) expect(text).not.toMatch(/Bằng|cao-bang|KH-UBND|Sở Y|file-id|\.docx|telegram/);
  });

  it('forgets the drafts of a chat with the chat, and keeps what was approved there', async () => {
    const { drafts: book, documents, uploads, draft, settle, approved, store, now, kept } = await waiting([first]);
    await settle(book.approve(CHAT, '', now()));
    await draft(commune);
    await draft(commune, OTHER);
    await settle(documents.request('u', CHAT, { id: 'file-id', name: 'a.docx' }, now()));
    await settle(uploads.link(CHAT, now()));
    await store.forgetChat(CHAT);
    expect([await kept('draft', CHAT), await kept('import'), await kept('upload')]).toEqual([0, 0, 0]);
    expect(await kept('draft', OTHER)).toBe(1);
    expect([...(await approved.all(now())).keys()]).toEqual([ID]);
  });
});

function reviewKey({ draft }: { readonly draft: { readonly code: string; readonly secret: string } }): string {
  return draft.code + draft.secret;
}
