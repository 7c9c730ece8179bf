/** Sends to Zalo, and says what became of it. */
import type { Chat } from '../../model/chat.ts';
import type { Outcome, Outgoing, Transport } from '../../model/outgoing.ts';
import type { ZaloApi } from './api.ts';
import { ZaloApiError, ZaloTransportError } from './errors.ts';
import { numberedLines } from './numbered-choices.ts';

/** The platform's own limit; its unit is nowhere stated, hence the margin of `textLimit`. */
const PLATFORM_LIMIT = 2000;
/** The platform never says how long to wait. */
const THROTTLE_MS = 30_000;
/** There is no code for "blocked" or "removed": a chat that refuses so many times in a row is gone. */
const REFUSALS = 3;
const CHATS_REMEMBERED = 10_000;

export class ZaloTransport implements Transport {
  readonly textLimit = 1900;
  readonly #api: ZaloApi;
  readonly #onResult: (error: unknown) => void;
  readonly #remembered: number;
  readonly #refusals = new Map<string, number>();

  /** `onResult` gets the error of each call, or null; refusals of the last `remembered` chats are counted. */
  constructor(api: ZaloApi, onResult: (error: unknown) => void, remembered = CHATS_REMEMBERED) {
    this.#api = api;
    this.#onResult = onResult;
    this.#remembered = remembered;
  }

  /**
   * Sends a message, its choices as numbered lines at the end. Lines that do not fit beside the text follow as a second
   * message; where only that one fails, the outcome is `uncertain`, since sending again would repeat the text.
   */
  async send(chat: Chat, message: Outgoing): Promise<Outcome> {
    const parts = partsOf(message);
    // Refused here, so that a fault of ours is not counted against the chat.
    if (parts.length === 0 || parts.some((part) => part.length > PLATFORM_LIMIT)) return { kind: 'rejected' };
    for (const [at, part] of parts.entries()) {
      const outcome = await this.#sendPart(chat.id, part);
      if (outcome.kind !== 'sent') return at === 0 ? outcome : { kind: 'uncertain' };
    }
    return { kind: 'sent' };
  }

  /** Forgets a chat's refusals: somebody wrote in it. */
  revive(chatId: string): void {
    this.#refusals.delete(chatId);
  }

  async #sendPart(chatId: string, text: string): Promise<Outcome> {
    try {
      await this.#api.sendMessage(chatId, text);
      this.#onResult(null);
      this.revive(chatId);
      return { kind: 'sent' };
    } catch (error) {
      this.#onResult(error);
      return error instanceof ZaloApiError ? this.#outcomeOfCode(error.code, chatId) : outcomeOfTrouble(error);
    }
  }

  #outcomeOfCode(code: number, chatId: string): Outcome {
    switch (code) {
      case 400:
      case 404:
        return this.#refused(chatId);
      case 401:
        return { kind: 'misconfigured' };
      case 408:
        return { kind: 'uncertain' };
      case 429:
        return { kind: 'throttled', waitMs: THROTTLE_MS, scope: 'channel' };
      default:
        // 403 is the platform's internal error, not "forbidden".
        return code === 403 || code >= 500 ? { kind: 'unreachable' } : { kind: 'rejected' };
    }
  }

  #refused(chatId: string): Outcome {
    const times = (this.#refusals.get(chatId) ?? 0) + 1;
    this.#refusals.delete(chatId);
    this.#refusals.set(chatId, times);
    const [oldest] = this.#refusals.keys();
    if (this.#refusals.size > this.#remembered && oldest !== undefined) this.#refusals.delete(oldest);
    return { kind: times >= REFUSALS ? 'stopped' : 'rejected' };
  }
}

function outcomeOfTrouble(error: unknown): Outcome {
  const kind = error instanceof ZaloTransportError ? error.kind : 'reset';
  return { kind: kind === 'connect' || kind === 'unreadable' ? 'unreachable' : 'uncertain' };
}

/** The texts of a message in the order of their sending. */
function partsOf({ text, choices }: Outgoing): string[] {
  const lines = numberedLines(text, choices);
  const whole = [text.trim() ? text : '', lines].filter((part) => part !== '');
  const joined = whole.join('\n');
  return joined === '' || joined.length > PLATFORM_LIMIT ? whole : [joined];
}
