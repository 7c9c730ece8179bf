/** Both emulated platforms, and what people do and see on them. */
import { startTelegramEmulator, type TelegramEmulator } from '../support/telegram-emulator/telegram-emulator.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';
import { startZaloEmulator, type Sender, type ZaloEmulator } from '../support/zalo-emulator/zalo-emulator.ts';
import { MARKS } from './traces.ts';

export const QUESTION = 'Khi nào nộp báo cáo năm ở Bình Phước?';
/** Without a place, so that it is asked for. */
export const OPEN_QUESTION = 'Khi nào nộp báo cáo năm?';
export const ANSWER = '10/11/2025';
export const SOURCE = 'Căn cứ: Kế hoạch năm 2025 của tỉnh Bình Phước';
export const GREETING = 'Chào anh/chị';

/** A process starts within it, even on a busy machine. */
const LONG_MS = 40_000;
/** Less than a test has, so that what is missing is told. */
const REPLY_MS = 25_000;

export type Mode = 'polling' | 'webhook';

/** A chat on either platform: what is said and shown there. */
export interface Talk {
  readonly name: string;
  /** Says something there. */
  say(text: string): void;
  /** What the bot has written there, the oldest first. */
  replies(): string[];
  /** Resolves with the replies once there are so many. */
  answered(count: number, ms?: number): Promise<string[]>;
}

export class Platforms {
  readonly telegram: TelegramEmulator;
  readonly zalo: ZaloEmulator;
  private people = 0;

  private constructor(telegram: TelegramEmulator, zalo: ZaloEmulator) {
    this.telegram = telegram;
    this.zalo = zalo;
  }

  static async open(): Promise<Platforms> {
    const telegram = await startTelegramEmulator({
      username: 'MangNonBot',
      token: `1234567:${MARKS.telegramToken}`,
      webhookRetryMs: 50,
    });
    const zalo = await startZaloEmulator({
      token: `7654321:${MARKS.zaloToken}`,
      allowLocalWebhook: true,
      webhookRetryMs: 50,
      monthlyQuota: 100_000,
    });
    return new Platforms(telegram, zalo);
  }

  /** The environment that leads a process here. */
  environment(): Record<string, string> {
    return {
      TELEGRAM_BOT_TOKEN: this.telegram.token,
      TELEGRAM_API_ROOT: this.telegram.apiRoot,
      ZALO_BOT_TOKEN: this.zalo.token,
      ZALO_API_ROOT: this.zalo.apiRoot,
    };
  }

  /** Resolves once a process receives from both. */
  async received(mode: Mode): Promise<void> {
    const { telegram, zalo } = this;
    const webhook = mode === 'webhook';
    await telegram.waitFor(() => (webhook ? telegram.queue.webhook !== undefined : telegram.queue.held), LONG_MS);
    await zalo.waitFor(() => (webhook ? zalo.webhook !== null : zalo.polled), LONG_MS);
  }

  /** Resolves once everything that people have done has been taken. */
  async taken(ms = LONG_MS): Promise<void> {
    await this.telegram.waitFor(() => this.telegram.queue.pendingIds.length === 0, ms);
  }

  /** A person of Telegram, named so that the name would be found. */
  person(): EmulatedUser {
    return this.telegram.user(MARKS.name);
  }

  telegramPrivate(user = this.person()): Talk & { readonly user: EmulatedUser; readonly chat: EmulatedChat } {
    const chat = this.telegram.privateChat(user);
    return { ...this.inTelegram(chat, (text) => void this.telegram.say(chat, user, text)), user, chat };
  }

  /** Somebody in a group who begins with the bot's name. */
  telegramGroup(chat = this.telegram.group(MARKS.group, { supergroup: true })): Talk & { readonly chat: EmulatedChat } {
    const user = this.person();
    return { ...this.inTelegram(chat, (text) => void this.telegram.say(chat, user, text, { mention: true })), chat };
  }

  zaloPrivate(id = this.zaloId()): Talk & { readonly id: string } {
    return { ...this.inZalo(id, (text) => void this.zalo.receiveText(id, text, { name: MARKS.name })), id };
  }

  zaloGroup(id = this.zaloId()): Talk & { readonly id: string } {
    const sender: Sender = { group: true, from: this.zaloId(), name: MARKS.name };
    const mention = `@${this.zalo.displayName}`;
    return { ...this.inZalo(id, (text) => void this.zalo.receiveText(id, `${mention} ${text}`, sender)), id };
  }

  async close(): Promise<void> {
    await Promise.all([this.telegram.close(), this.zalo.close()]);
  }

  private inTelegram(chat: EmulatedChat, say: (text: string) => void): Talk {
    const replies = () => this.telegram.botMessagesIn(chat).map(({ text }) => text);
    const enough = (count: number, ms: number) => this.telegram.waitFor(() => replies().length >= count, ms);
    return talkOf(`telegram:${chat.id}`, say, replies, enough);
  }

  private inZalo(id: string, say: (text: string) => void): Talk {
    const replies = () => this.zalo.messagesIn(id).flatMap(({ by, text }) => (by === 'bot' ? [text] : []));
    const enough = (count: number, ms: number) => this.zalo.waitFor(() => replies().length >= count, ms);
    return talkOf(`zalo:${id}`, say, replies, enough);
  }

  private zaloId(): string {
    this.people += 1;
    return `za10${String(this.people).padStart(16, '0')}`;
  }
}

/** Says what was there instead, where the replies do not come. */
function talkOf(
  name: string,
  say: (text: string) => void,
  replies: () => string[],
  enough: (count: number, ms: number) => Promise<unknown>,
): Talk {
  const answered = async (count: number, ms = REPLY_MS) => {
    await enough(count, ms).catch(() => {
      throw new Error(`${name}: not ${count} replies within ${ms} ms, but ${JSON.stringify(replies())}`);
    });
    return replies();
  };
  return { name, say, replies, answered };
}
