/** The channels that the configuration asks for. */
import { createHash } from 'node:crypto';
import { createTelegramChannel, type TelegramChannel } from './channels/telegram/telegram-channel.ts';
import { createZaloChannel } from './channels/zalo/zalo-channel.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { say } from './dialogue/draft.ts';
import { inlineResults } from './dialogue/inline.ts';
import { menus } from './dialogue/menus.ts';
import type { World } from './dialogue/world.ts';
import type { Log } from './log.ts';
import type { Channel, FetchedFile } from './model/channel.ts';
import type { Chat } from './model/chat.ts';
import type { Store } from './model/store.ts';
import { keptSecret } from './storage/secrets.ts';
import type { Vault } from './storage/vault.ts';

/** Opens the channels that have a token; none of them receives before it is started. */
export async function openChannels(
  config: Config,
  parts: { store: Store; vault: Vault; world: () => World; log: Log; clock: Clock },
): Promise<Channel[]> {
  const { store, vault, world, log, clock } = parts;
  const address = (name: string) =>
    config.PUBLIC_URL === undefined ? undefined : `${config.PUBLIC_URL}/webhook/${name}`;
  const secretOf = (given: string | undefined, name: string) =>
    given ?? keptSecret(store, vault, `webhook-${name}`, clock().getTime());
  const channels: Channel[] = [];
  if (config.TELEGRAM_BOT_TOKEN !== undefined) {
    const url = address('telegram');
    const webhook =
      url === undefined ? {} : { webhook: { url, secret: await secretOf(config.TELEGRAM_WEBHOOK_SECRET, 'telegram') } };
    channels.push(
      createTelegramChannel({
        token: config.TELEGRAM_BOT_TOKEN,
        apiRoot: config.TELEGRAM_API_ROOT,
        ...webhook,
        log,
        menus: menus(world()),
        texts: {
          continuePrivately: say(world(), 'continue-privately'),
          botDescription: say(world(), 'bot-description'),
        },
        inline: (text) => Promise.resolve(inlineResults(text, clock(), world())),
      }),
    );
  }
  if (config.ZALO_BOT_TOKEN !== undefined) {
    const publicWebhookUrl = address('zalo');
    const secret = publicWebhookUrl === undefined ? undefined : await secretOf(config.ZALO_WEBHOOK_SECRET, 'zalo');
    channels.push(
      createZaloChannel({
        token: config.ZALO_BOT_TOKEN,
        apiRoot: config.ZALO_API_ROOT,
        publicWebhookUrl,
        secret,
        registerAnew: secret !== undefined && (await isNewSecret(store, 'zalo', secret, clock().getTime())),
        log,
      }),
    );
  }
  return channels;
}

/** Asks the channel that can tell who administers a group. */
export function adminOf(channels: readonly Channel[]) {
  const telegram = channels.find((channel): channel is TelegramChannel => channel.name === 'telegram');
  return async (chat: Chat, person: string) =>
    chat.channel === 'telegram' ? telegram?.isChatAdmin(chat, person) : undefined;
}

/** Whether a webhook's secret is another than at the last start: the platform must be told of it. */
async function isNewSecret(store: Store, name: string, secret: string, now: number): Promise<boolean> {
  const digest = createHash('sha256').update(secret).digest('base64url');
  const before = await store.get('webhook', name, now);
  const kept = { kind: 'webhook', id: name, body: digest, expiresAt: now + 400 * 24 * 3_600_000 };
  await store.commit({ put: [kept] }, now);
  return before !== null && before.body !== digest;
}

/** Fetches received files from the channel they came through. */
export function filesOf(channels: readonly Channel[]) {
  return async (name: string, id: string, maxBytes: number): Promise<FetchedFile> => {
    const channel = channels.find((each) => each.name === name);
    return (await channel?.fetchFile?.(id, maxBytes)) ?? { kind: 'gone' };
  };
}
