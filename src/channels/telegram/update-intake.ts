/** Takes updates in, from a poll or a webhook alike. */
import type { Api } from 'grammy';
import type { ChannelLog, InlineResult } from '../../model/channel.ts';
import type { Receive } from '../../model/incoming.ts';
import type { BotIdentity } from './addressing.ts';
import type { BackgroundCalls } from './background-calls.ts';
import { answerInlineQuery } from './inline-answer.ts';
import { readUpdate } from './update-reading.ts';

export interface IntakeParts {
  readonly api: Api;
  readonly log: ChannelLog;
  readonly background: BackgroundCalls;
  readonly inline: ((text: string) => Promise<readonly InlineResult[]>) | undefined;
}

export interface OpenedUpdate {
  readonly lane: string;
  /** Rejects where it must be done again; absent where nothing is to be done. */
  readonly work?: () => Promise<void>;
}

/** Reads an update, answers a press at once, and gives what remains to be done. */
export function openUpdate(raw: unknown, bot: BotIdentity, receive: Receive, parts: IntakeParts): OpenedUpdate {
  const { api, log, background } = parts;
  const { lane, incoming, callbackQuery, inlineQuery, malformed } = readUpdate(raw, bot);
  if (malformed) log('warn', { event: 'telegram-update-malformed' });
  if (callbackQuery !== undefined) {
    // "Query is too old" is refused: the press itself is still good.
    const answer = () => api.answerCallbackQuery(callbackQuery);
    background.run('telegram-press-unanswered', answer, ['rejected']);
  }
  if (inlineQuery) return { lane, work: () => answerInlineQuery(inlineQuery, parts) };
  return incoming ? { lane, work: () => receive(incoming) } : { lane };
}
