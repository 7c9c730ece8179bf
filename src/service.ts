/** Everything that one running process is made of, started and stopped in order. */
import { Mailbox } from './channels/web/mailbox.ts';
import { createClock } from './clock.ts';
import type { Config } from './config.ts';
import { openDelivery } from './delivery/open-delivery.ts';
import { createQuota } from './delivery/quota.ts';
import { noteLines } from './dialogue/care/handover.ts';
import type { World } from './dialogue/world.ts';
import type { UploadOutcome } from './http/world.ts';
import type { LiveWorld } from './live-world.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Channel } from './model/channel.ts';
import { parseChatKey, type ChannelName } from './model/chat.ts';
import type { Transport, Urgency } from './model/outgoing.ts';
import type { Store } from './model/store.ts';
import { calendarEntries, calendarText } from './nudges/calendar.ts';
import { revisionsOf } from './nudges/calendar-revisions.ts';
import { NudgeBook } from './nudges/nudge-book.ts';
import { isNudgeDelivery, NudgeRounds } from './nudges/nudge-rounds.ts';
import { timelineOf, type Timeline } from './nudges/timeline.ts';
import { adminOf, filesOf, openChannels } from './open-channels.ts';
import { openPublishing } from './open-publishing.ts';
import { keyOf, openStore, PREFIX } from './open-store.ts';
import { nameOf, repeat } from './repeat.ts';
import { CaseBook } from './reports/case-book.ts';
import { createVault, type Vault } from './storage/vault.ts';
import { Memory } from './turns/memory.ts';
import { openDelivery as openBody, sealedDelivery } from './turns/outgoing-parts.ts';
import { Receiver } from './turns/receiver.ts';

/** Beyond the longest call of a platform, 15 s: so long a chat waits whose sender died in the midst of sending. */
const SENDING_MS = 25_000;
const CASES_EVERY_MS = 5_000;
const NUDGES_EVERY_MS = 5_000;
const DOCUMENTS_EVERY_MS = 1_000;
/** How soon a plan that another process has approved is answered from. */
const APPROVED_EVERY_MS = 1_000;
const FOLDER_EVERY_MS = 3_000;
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
  /** The review page of a draft behind its link. */
  review(key: string): Promise<string | null>;
  /** Whether the one-time link of an upload is still good. */
  uploadOpen(key: string): Promise<boolean>;
  /** Takes a document that was uploaded behind such a link. */
  upload(key: string, name: string, bytes: Uint8Array): Promise<UploadOutcome>;
  readonly channels: readonly Channel[];
  /** The parts of the program and whether each can work. */
  ready(): Promise<Record<string, boolean>>;
  /** Begins to receive and to send. */
  start(): Promise<void>;
  /** Lets what is in hand end, and closes everything. */
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly live: LiveWorld;
  /** The knowledge folder. */
  readonly directory: string;
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

async function assemble(config: Config, store: Store, surroundings: Surroundings): Promise<Running> {
  const { live, directory, log, metrics } = surroundings;
  const { world, timetable } = live;
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
  const deliveryOf = sealedDelivery({ vault, limits: LIMITS });
  const rounds = new NudgeRounds({ store, vault, timetable, delivery: deliveryOf });
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
        await rounds.expired(settled.id, settled.chat, at.getTime());
      }
    },
    onStopped: (chat) => store.forgetChat(chat),
    onMoved: async (from, to) => cases?.follow(from, to, now()),
  });
  const publishing = openPublishing({
    ...{ store, vault, live, directory, log, delivery: deliveryOf, fetchFile: filesOf(channels) },
    publicUrl: config.PUBLIC_URL,
    wake: (chat) => delivery.engine.wake(chat),
    onChange: () => rounds.replan(now()),
  });
  const { drafts, documents, uploads, plans } = publishing;
  const receiver = new Receiver({
    store,
    vault,
    memory: new Memory(store, vault),
    cases,
    nudges: new NudgeBook({ store, vault, timetable }),
    drafts,
    documents,
    uploads,
    takeUpPlans: () => plans.takeUpApproved(now()),
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
    repeat(NUDGES_EVERY_MS, 'nudges', log, async () => wakeAll(await rounds.tick(now()), 'nudge')),
    repeat(DOCUMENTS_EVERY_MS, 'documents', log, async () => wakeAll(await documents.tick(now))),
    repeat(APPROVED_EVERY_MS, 'approved-plans', log, () => plans.takeUpApproved(now())),
    repeat(FOLDER_EVERY_MS, 'knowledge-folder', log, () => plans.takeUpFolder(now())),
    repeat(SWEEP_EVERY_MS, 'sweep', log, () => store.sweep(now())),
  ];
  return {
    receiver,
    mailbox,
    deadlines: (place) => timelineOf(timetable(), place, now()),
    calendar: async (plan) => {
      const nudgeWorld = timetable().world;
      const entries = calendarEntries(plan, nudgeWorld);
      if (!entries) return null;
      return calendarText(plan, entries, await revisionsOf(entries, store, now()), nudgeWorld);
    },
    review: (key) => drafts.review(key, now()),
    uploadOpen: (key) => uploads.isOpen(key, now()),
    upload: (key, name, bytes) => uploads.take(key, name, bytes, now),
    channels,
    ready: async () => ({
      store: await store.ready(),
      ...Object.fromEntries(channels.map((channel) => [channel.name, channel.ready()])),
    }),
    start: async () => {
      await store.recover(now());
      await plans.takeUpApproved(now());
      await plans.takeUpFolder(now());
      await rounds.replan(now());
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
      publishing.stop();
      await receiver.idle();
      await Promise.all(repeated.map((stopRepeating) => stopRepeating()));
      await delivery.engine.stop();
      delivery.close();
      await store.close();
    },
  };
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
    delivery: sealedDelivery({ vault, limits: LIMITS }),
  });
}
