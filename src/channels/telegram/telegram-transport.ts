/** Sends one message; every error becomes an outcome. Waiting and trying again are left to whoever sends. */
import type { Api } from 'grammy';
import type { ChannelLog } from '../../model/channel.ts';
import type { Chat } from '../../model/chat.ts';
import type { Outcome, Outgoing, Transport } from '../../model/outgoing.ts';
import { failureOf, type Failure } from './api-failure.ts';
import type { BotIdentity } from './addressing.ts';
import { boldEntities, buttonsOf, TEXT_LIMIT } from './message-format.ts';
import { ThrottleScope } from './throttle-scope.ts';

export interface TransportParts {
  readonly api: Api;
  readonly log: ChannelLog;
  readonly now: () => number;
  readonly continuePrivately: string;
  /** Undefined until Telegram has said who we are; links to the private chat are left out until then. */
  bot(): BotIdentity | undefined;
}

/** The transport of a bot. */
export function createTransport(parts: TransportParts): Transport {
  const scope = new ThrottleScope();
  return {
    textLimit: TEXT_LIMIT,
    async send(chat, message) {
      const failure = (await attempt(chat, message, parts)) ?? null;
      if (!failure) return { kind: 'sent' };
      const outcome = outcomeOf(failure, chat, () => scope.note(chat.id, parts.now()));
      parts.log(outcome.kind === 'misconfigured' ? 'error' : 'warn', {
        event: 'telegram-send-failed',
        outcome: outcome.kind,
        code: failure.code,
      });
      return outcome;
    },
  };
}

async function attempt(chat: Chat, message: Outgoing, parts: TransportParts): Promise<Failure | undefined> {
  const failure = await trySend(chat, message, parts);
  // The topic is gone, the group is not.
  if (failure?.kind !== 'thread-missing' || chat.thread === undefined) return failure;
  return trySend({ channel: chat.channel, id: chat.id }, message, parts);
}

async function trySend(chat: Chat, message: Outgoing, parts: TransportParts): Promise<Failure | undefined> {
  try {
    const entities = boldEntities(message.text, message.urgency !== 'safety');
    const buttons = buttonsOf(message, parts.bot(), parts.continuePrivately);
    await parts.api.sendMessage(chat.id, message.text, {
      ...(entities.length > 0 ? { entities } : {}),
      ...(buttons.length > 0 ? { reply_markup: { inline_keyboard: buttons } } : {}),
      ...(chat.thread === undefined ? {} : { message_thread_id: Number(chat.thread) }),
      link_preview_options: { is_disabled: true },
    });
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

function outcomeOf(failure: Failure, chat: Chat, throttleScope: () => 'chat' | 'channel'): Outcome {
  switch (failure.kind) {
    case 'throttled':
      return { kind: 'throttled', waitMs: failure.waitMs, scope: throttleScope() };
    case 'moved':
      return { kind: 'moved', to: { channel: chat.channel, id: failure.to } };
    case 'conflict':
      return { kind: 'unreachable' };
    case 'thread-missing':
      return { kind: 'rejected' };
    default:
      return { kind: failure.kind };
  }
}
