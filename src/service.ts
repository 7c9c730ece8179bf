/** Everything that one running process is made of, started and stopped in order. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Mailbox } from './channels/web/mailbox.ts';
import { createTelegramChannel, type TelegramChannel } from './channels/telegram/telegram-channel.ts';
import { createZaloChannel } from './channels/zalo/zalo-channel.ts';
import { createClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openDelivery } from './delivery/open-delivery.ts';
import { createQuota } from './delivery/quota.ts';
import { noteLines } from './dialogue/care/handover.ts';
import { fill, say } from './dialogue/draft.ts';
import { inlineResults } from './dialogue/inline.ts';
import { menus } from './dialogue/menus.ts';
import type { World } from './dialogue/world.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Channel } from './model/channel.ts';
import { parseChatKey, type ChannelName, type Chat } from './model/chat.ts';
import type { Transport, Urgency } from './model/outgoing.ts';
import { parseKey } from './model/secret-key.ts';
import type { Store } from './model/store.ts';
import { CaseBook } from './reports/case-book.ts';
import { openRedisStore } from './storage/redis-store.ts';
import { keptSecret, keyInFile, keyInStore } from './storage/secrets.ts';
import { openSqliteStore } from './storage/sqlite-store.ts';
import { createVault, type Vault } from './storage/vault.ts';
import { calendarEntries, calendarText } from './nudges/calendar.ts';
import { revisionsOf } from './nudges/calendar-revisions.ts';
import { buildNudgeWorld } from './nudges/nudge-world.ts';
import { isNudgeDelivery, NudgeBook } from './nudges/nudge-book.ts';
import { timelineOf, type Timeline } from './nudges/timeline.ts';
import { Timetable } from './nudges/timetable.ts';
import { Memory } from './turns/memory.ts';
import { deliveriesOf, openDelivery as openBody } from './turns/outgoing-parts.ts';
import { Receiver } from './turns/receiver.ts';

const PREFIX = 'mangnon:';

const DATABASE = 'mangnon.db';
const STORE_WITHIN_MS = 15_000;
const STORE_RETRY_MS = 200;
/** Beyond the longest call of a platform, 15 s: so long a chat waits whose sender died in the midst of sending. */
const SENDING_MS = 25_000;
const CASES_EVERY_MS = 5_000;
const NUDGES_EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 10 * 60_000;
/** Beyond any text: the page has no limit of its own. */
const LIMITS: Readonly<Record<ChannelName, number>> = { telegram: 4096, zalo: 1900, web: 100_000 };

export interface Running {
  readonly receiver: Receiver;
  readonly mailbox: Mailbox;
  /** The calendar feed of a plan; null where there is no such plan. */
  calendar(plan: string): Promise<string | null>;
  /** The deadlines of a place, or of all, for the page. */
  deadlines(place: string | null): Timeline;
  readonly channels: readonly Channel[];
  /** The parts of the program and whether each can work. */
  ready(): Promise<Record<string, boolean>>;
  /** Begins to receive and to send. */
  start(): Promise<void>;
  /** Lets what is in hand end, and closes everything. */
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly world: () => World;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Opens the store, the channels and the delivery that the configuration asks for. */
export async function openService(config: Config, surroundings: Surroundings): Promise<Running> {
  const store = await openStore(config);
  try {
    return await assemble(config, store, surroundings);
  } catch (error) {
    // An open connection would keep a process alive that cannot do anything.
    await store.close();
    throw error;
  }
}

async function assemble(config: Config, store: Store, { world, log, metrics }: Surroundings): Promise<Running> {
  const clock = createClock(config.CLOCK_START);
  const now = () => clock().getTime();
  const vault = createVault(await keyOf(config, store, now()));
  const channels = await openChannels(config, { store, vault, world, log, clock });
  const mailbox = new Mailbox(store, vault, now);
  const transports = new Map<ChannelName, Transport>([
    ...channels.map((channel) => [channel.name, channel.transport] as const),
    ['web', mailbox.transport] as const,
  ]);
  const cases = openCases(config, store, vault, world);
  await cases?.resume(now());
  const timetable = new Timetable(buildNudgeWorld(world().knowledge));
  const nudges = new NudgeBook({
    store,
    vault,
    timetable: () => timetable,
    delivery: (id, chat, message, at, expiresAt) =>
      deliveriesOf(id, chat, message, { now: at, expiresAt }, { vault, limits: LIMITS }),
  });
  const wakeAll = async (chats: readonly string[], urgency: Urgency = 'reply'): Promise<void> => {
    for (const chat of chats) await delivery.engine.wake(chat, urgency);
  };
  const delivery = openDelivery({
    store,
    transports,
    redisUrl: config.REDIS_URL,
    prefix: PREFIX,
    leaseMs: SENDING_MS,
    open: (body) => openBody(body, vault),
    quota: createQuota({ store, log, monthly: config.ZALO_MONTHLY_QUOTA }),
    clock,
    log,
    onSettled: async (settled, ending, at) => {
      metrics.delivery({ channel: parseChatKey(settled.chat)?.channel ?? 'none', outcome: ending });
      // What only may have arrived is no receipt.
      const told = cases?.[ending === 'sent' ? 'delivered' : 'undelivered'](settled.id, at.getTime());
      await wakeAll((await told) ?? []);
      if (ending === 'expired' && isNudgeDelivery(settled.id)) {
        await nudges.expired(settled.id, settled.chat, at.getTime());
      }
    },
    onStopped: (chat) => store.forgetChat(chat),
    onMoved: async (from, to) => cases?.follow(from, to, now()),
  });
  const receiver = new Receiver({
    store,
    vault,
    memory: new Memory(store, vault),
    cases,
    nudges,
    isAdmin: adminOf(channels),
    world,
    now,
    limits: LIMITS,
    transports,
    shared: config.REDIS_URL !== undefined,
    operators: new Set(config.ADMIN_IDS),
    wake: (chat) => delivery.engine.wake(chat),
    observe: (event) => {
      metrics.turn(event);
      log(event.outcome === 'failed' ? 'error' : 'info', { event: 'turn', ...event, ms: Math.round(event.ms) });
    },
  });
  const repeated = [
    repeat(CASES_EVERY_MS, 'cases', log, async () => wakeAll((await cases?.tick(now())) ?? [])),
    repeat(NUDGES_EVERY_MS, 'nudges', log, async () => wakeAll(await nudges.tick(now()), 'nudge')),
    repeat(SWEEP_EVERY_MS, 'sweep', log, () => store.sweep(now())),
  ];
  return {
    receiver,
    mailbox,
    deadlines: (place) => timelineOf(timetable, place, now()),
    calendar: async (plan) => {
      const entries = calendarEntries(plan, timetable.world);
      if (!entries) return null;
      return calendarText(plan, entries, await revisionsOf(entries, store, now()), timetable.world);
    },
    channels,
    ready: async () => ({
      store: await store.ready(),
      ...Object.fromEntries(channels.map((channel) => [channel.name, channel.ready()])),
    }),
    start: async () => {
      await store.recover(now());
      await nudges.replan(now());
      await delivery.engine.start();
      for (const channel of channels) {
        channel
          .start((incoming) => receiver.receive(incoming))
          .catch((error: unknown) => {
            log('error', { event: 'channel-failed', channel: channel.name, error: nameOf(error) });
          });
      }
    },
    stop: async () => {
      await Promise.allSettled(channels.map((channel) => channel.stop()));
      await receiver.idle();
      for (const timer of repeated) clearInterval(timer);
      await delivery.engine.stop();
      delivery.close();
      await store.close();
    },
  };
}

/** Opens the store; throws where Redis does not answer within some seconds. */
async function openStore(config: Config): Promise<Store> {
  if (config.REDIS_URL === undefined) {
    return openSqliteStore(privateFile(config.DATA_DIR, DATABASE));
  }
  const store = openRedisStore(config.REDIS_URL, { prefix: PREFIX });
  const end = performance.now() + STORE_WITHIN_MS;
  while (!(await store.ready())) {
    if (performance.now() > end) {
      await store.close();
      throw new Error('REDIS_URL: no Redis answers there. Start it, or correct the address.');
    }
    await pause(STORE_RETRY_MS);
  }
  return store;
}

/** The path of a file that only its owner reads; throws where the folder cannot be written. */
function privateFile(directory: string, name: string): string {
  const path = join(directory, name);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    throw new Error('DATA_DIR: cannot be written. Give its owner the right to, or name another folder.');
  }
  return path;
}

async function keyOf(config: Config, store: Store, now: number): Promise<Buffer> {
  const given = config.ENCRYPTION_KEY === undefined ? null : parseKey(config.ENCRYPTION_KEY);
  if (given) return given;
  return config.REDIS_URL === undefined ? keyInFile(join(config.DATA_DIR, 'secret.key')) : keyInStore(store, now);
}

/** Notes are passed on only with a duty chat to take them and a key of one's own to seal them. */
function openCases(config: Config, store: Store, vault: Vault, world: () => World): CaseBook | null {
  if (config.DUTY_CHAT === undefined || config.ENCRYPTION_KEY === undefined) return null;
  const { duty } = world().knowledge.care;
  return new CaseBook({
    store,
    vault,
    dutyChat: config.DUTY_CHAT,
    texts: { ...duty, lines: (note) => noteLines(note, world()) },
    keepHours: config.CASE_HOURS,
    delivery: (id, chat, message, now, expiresAt) =>
      deliveriesOf(id, chat, message, { now, expiresAt }, { vault, limits: LIMITS }),
    fill,
  });
}

async function openChannels(
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
function adminOf(channels: readonly Channel[]) {
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

/** Runs a task again and again, never twice at once; a failure is logged by its kind and tried at the next turn. */
function repeat(everyMs: number, task: string, log: Log, run: () => Promise<void>): NodeJS.Timeout {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    run()
      .catch((error: unknown) => {
        log('error', { event: 'task-failed', task, error: nameOf(error) });
      })
      .finally(() => {
        running = false;
      });
  }, everyMs);
  timer.unref();
  return timer;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
