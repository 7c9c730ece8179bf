/** What tests of the delivery share: sealed bodies, transports that record, a clock that stands, a log that is kept. */
import { chatKey, type ChannelName, type Chat } from '../../src/model/chat.ts';
import type { ChannelLog } from '../../src/model/channel.ts';
import type { Outcome, Outgoing, Transport, Urgency } from '../../src/model/outgoing.ts';
import type { NewDelivery } from '../../src/model/store.ts';

export const START = Date.parse('2026-11-05T02:00:00Z');
/** Stands in every text; nothing that is logged or queued may hold it. */
export const MARKER = 'loi-nhan-rieng-tu';

/** A seal that hides nothing from a reader of this file, but everything from a search for the marker. */
export function seal(message: Outgoing): string {
  return Buffer.from(JSON.stringify(message)).toString('base64').split('').reverse().join('');
}

/** Throws for what `seal` has not made. */
export function open(body: string): Outgoing {
  return JSON.parse(Buffer.from(body.split('').reverse().join(''), 'base64').toString()) as Outgoing;
}

/** A delivery whose text ends with its id. */
export function delivery(id: string, chat: string, more: Partial<NewDelivery> = {}): NewDelivery {
  const urgency: Urgency = more.urgency ?? 'reply';
  const body = seal({ text: `${MARKER} ${id}`, choices: [], urgency });
  return { id, chat, urgency, body, notBefore: START, expiresAt: START + 86_400_000, ...more };
}

export interface Sent {
  readonly chat: string;
  readonly id: string;
  readonly at: number;
}

export interface RecordingTransport extends Transport {
  readonly sent: Sent[];
  /** The most sends that were in flight at once, over all chats and within one. */
  readonly most: { all: number; chat: number };
}

/** A transport that notes what it is given and answers as told. */
export function recordingTransport(
  answer: (chat: string, id: string, nth: number) => Outcome | Promise<Outcome> = () => ({ kind: 'sent' }),
  now: () => number = Date.now,
): RecordingTransport {
  const sent: Sent[] = [];
  const most = { all: 0, chat: 0 };
  const inFlight = new Map<string, number>();
  return {
    textLimit: 4096,
    sent,
    most,
    async send(chat: Chat, message: Outgoing) {
      const [key, id] = [chatKey(chat), message.text.split(' ')[1]!];
      sent.push({ chat: key, id, at: now() });
      inFlight.set(key, (inFlight.get(key) ?? 0) + 1);
      most.all = Math.max(
        most.all,
        [...inFlight.values()].reduce((sum, count) => sum + count, 0),
      );
      most.chat = Math.max(most.chat, inFlight.get(key)!);
      try {
        return await answer(key, id, sent.filter((each) => each.id === id).length);
      } finally {
        inFlight.set(key, inFlight.get(key)! - 1);
      }
    },
  };
}

export function transports(transport: Transport): Map<ChannelName, Transport> {
  return new Map([
    ['telegram', transport],
    ['zalo', transport],
    ['web', transport],
  ]);
}

export interface KeptLog {
  readonly log: ChannelLog;
  readonly lines: { readonly level: string; readonly fields: Readonly<Record<string, string | number>> }[];
  kinds(): unknown[];
}

export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = [];
  return {
    lines,
    log: (level, fields) => lines.push({ level, fields }),
    kinds: () => lines.map(({ fields }) => fields['kind']),
  };
}

/** The ids of each chat in the order in which they were sent. */
export function byChat(sent: readonly Sent[]): Map<string, string[]> {
  const chats = new Map<string, string[]>();
  for (const { chat, id } of sent) chats.set(chat, [...(chats.get(chat) ?? []), id]);
  return chats;
}
