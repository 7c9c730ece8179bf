import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramEmulator, type TelegramEmulator } from '../support/telegram-emulator/telegram-emulator.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';

interface Answer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
}

let emulator: TelegramEmulator;
let lan: EmulatedUser;
let home: EmulatedChat;

beforeEach(async () => {
  emulator = await startTelegramEmulator({ httpWebhook: false });
  lan = emulator.user('Lan');
  home = emulator.privateChat(lan);
});

afterEach(() => emulator.close());

async function call(method: string, parameters: object = {}, token = emulator.token): Promise<Answer> {
  const response = await fetch(`${emulator.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(answer.ok ? 200 : answer.error_code);
  return answer;
}

/** A matcher with the type of what it matches. */
const containing = (part: string) => expect.stringContaining(part) as string;
const ids = (answer: Answer) => (answer.result as { update_id: number }[]).map((update) => update.update_id);
const button = (fields: object) => ({ inline_keyboard: [[{ text: 'a', ...fields }]] });

describe('getUpdates of the emulator', () => {
  it('waits for news, and gives them again until they are confirmed', async () => {
    const waiting = call('getUpdates', { timeout: 5 });
    await emulator.waitFor(() => emulator.queue.held);
    const first = emulator.say(home, lan, 'one').updateId!;
    expect(ids(await waiting)).toEqual([first]);
    const second = emulator.say(home, lan, 'two').updateId!;
    expect(ids(await call('getUpdates'))).toEqual([first, second]);
    expect(ids(await call('getUpdates', { limit: 1 }))).toEqual([first]);
    expect(ids(await call('getUpdates', { offset: second }))).toEqual([second]);
    expect(ids(await call('getUpdates', { offset: second + 1 }))).toEqual([]);
  });

  it('ends the older of two polls with 409, and both methods exclude each other', async () => {
    const older = call('getUpdates', { timeout: 5 });
    await emulator.waitFor(() => emulator.queue.held);
    await call('getUpdates');
    expect(await older).toMatchObject({
      error_code: 409,
      description: containing('Conflict: terminated'),
    });
    await call('setWebhook', { url: 'https://example.vn/' });
    expect(await call('getUpdates')).toMatchObject({
      error_code: 409,
      description: containing('webhook'),
    });
  });

  it('gives only the kinds that are asked for', async () => {
    await call('getUpdates', { allowed_updates: ['my_chat_member'] });
    expect(emulator.say(home, lan, 'one').updateId).toBeNull();
    expect(emulator.block(lan)).not.toBeNull();
  });
});

describe('the emulator refuses as Telegram does', () => {
  it.each([
    [{ text: '' }, 'message text is empty'],
    [{ text: ' \n ' }, 'message text is empty'],
    [{ text: 'x'.repeat(4097) }, 'message is too long'],
    [{ text: '😀'.repeat(2049) }, 'message is too long'],
    [{ chat_id: 99 }, 'chat not found'],
    [{ chat_id: undefined }, 'chat_id is empty'],
    [{ message_thread_id: 5 }, 'message thread not found'],
    [{ entities: [{ type: 'bold', offset: -1, length: 1 }] }, "can't parse entities"],
    [{ reply_markup: button({ callback_data: '' }) }, 'BUTTON_DATA_INVALID'],
    [{ reply_markup: button({ callback_data: 'ư'.repeat(33) }) }, 'BUTTON_DATA_INVALID'],
    [{ reply_markup: button({ url: 'tel:111' }) }, "inline keyboard button URL 'tel:111' is invalid: Wrong HTTP URL"],
    [{ reply_markup: button({ url: 'tel://111' }) }, 'Unsupported URL protocol'],
    [{ reply_markup: button({}) }, 'Text buttons are unallowed'],
  ])('sendMessage %j', async (fields, description) => {
    const answer = await call('sendMessage', { chat_id: home.id, text: 'x', ...fields });
    expect(answer).toMatchObject({ ok: false, error_code: 400, description: containing(description) });
    expect(emulator.messagesIn(home)).toEqual([]);
  });

  it('unknown methods, wrong tokens, no tokens, unfit webhooks', async () => {
    expect(await call('sendNothing')).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
    expect(await call('getMe', {}, '1:wrong')).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
    expect(await call('getMe', {}, 'none')).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
    const urls = ['http://127.0.0.1:80/', 'http://example.vn/', 'https://example.vn:8080/', 'nonsense'];
    for (const url of urls) expect(await call('setWebhook', { url })).toMatchObject({ error_code: 400 });
    const secret = { url: 'https://example.vn/', secret_token: 'with space' };
    expect(await call('setWebhook', secret)).toMatchObject({ error_code: 400 });
  });

  it('files that are too large, paths where nothing lies, wrong tokens', async () => {
    const limit = 20 * 1024 * 1024;
    const [exact, larger] = [limit, limit + 1].map((size) => {
      const { message } = emulator.sendDocument(home, lan, { name: 'a.pdf', bytes: new Uint8Array(size) });
      return (message.api['document'] as { file_id: string }).file_id;
    });
    const place = { file_id: exact, file_size: limit, file_path: 'documents/file_1.pdf' };
    expect(await call('getFile', { file_id: exact })).toMatchObject({ ok: true, result: place });
    expect(await call('getFile', { file_id: larger })).toMatchObject({ description: 'Bad Request: file is too big' });
    const status = async (token: string, path: string) =>
      (await fetch(`${emulator.apiRoot}/file/bot${token}/${path}`, { method: 'HEAD' })).status;
    expect(await status(emulator.token, place.file_path)).toBe(200);
    expect(await status(emulator.token, 'documents/none.pdf')).toBe(404);
    expect(await status('1:wrong', place.file_path)).toBe(401);
    emulator.world.files.forget(exact!);
    expect(await call('getFile', { file_id: exact })).toMatchObject({ description: containing('wrong file_id') });
    expect(await status(emulator.token, place.file_path)).toBe(404);
  });

  it('queries that it does not know, that are answered, or that are too old', async () => {
    const { message } = emulator.say(home, lan, 'x');
    const { queryId } = emulator.pressData(message, 'x');
    expect(await call('answerCallbackQuery', { callback_query_id: queryId })).toMatchObject({ ok: true });
    const old = emulator.pressData(message, 'x').queryId;
    emulator.expireQueries();
    for (const id of [queryId, old, 'unknown']) {
      const answer = await call('answerCallbackQuery', { callback_query_id: id });
      expect(answer).toMatchObject({ error_code: 400, description: containing('query is too old') });
    }
    expect(emulator.answeredQueries).toEqual([queryId]);
  });
});

describe('the emulator shows what a person sees', () => {
  it('text without surrounding space, the parts that stand out, the buttons that can be pressed', async () => {
    await call('sendMessage', {
      chat_id: home.id,
      text: '\n abc \n',
      entities: [{ type: 'bold', offset: 2, length: 3 }],
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'd' }], [{ text: 'b', url: 'https://t.me/x' }]] },
    });
    expect(emulator.messagesIn(home)).toMatchObject([
      { text: 'abc', entities: [{ type: 'bold', offset: 0, length: 3 }] },
    ]);
    expect(emulator.pressable(home)).toEqual([{ text: 'a', callback_data: 'd' }]);
    expect(() => emulator.press(emulator.messagesIn(home)[0]!, 1)).toThrow('no button');
  });

  it('and waits in vain no longer than it is told', async () => {
    await expect(emulator.waitFor(() => false, 5)).rejects.toThrow('not so within 5 ms');
  });

  it('menus by scope and language, descriptions, typing', async () => {
    const commands = [{ command: 'han', description: 'x' }];
    await call('setMyCommands', { commands, scope: { type: 'all_group_chats' }, language_code: 'vi' });
    const scoped = { scope: { type: 'all_group_chats' }, language_code: 'vi' };
    expect(await call('getMyCommands', scoped)).toEqual({ ok: true, result: commands });
    expect(await call('getMyCommands')).toEqual({ ok: true, result: [] });
    expect(await call('setMyCommands', { commands: [{ command: 'Hạn', description: 'x' }] })).toMatchObject({
      ok: false,
    });
    expect(await call('sendChatAction', { chat_id: home.id, action: 'typing' })).toMatchObject({ ok: true });
  });
});
