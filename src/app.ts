/** The composition root: the knowledge, the service and its HTTP side put together. */
import { fallbackReply, offeredPlaces, webChat } from './channels/web/web-chat.ts';
import type { Config } from './config.ts';
import type { World } from './dialogue/world.ts';
import { createHttpApp } from './http/http-app.ts';
import { serveHttp } from './http/http-server.ts';
import type { ChatReply } from './http/world.ts';
import { loadPageTexts } from './knowledge/load.ts';
import { LiveWorld } from './live-world.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Reply } from './model/reply.ts';
import { KNOWLEDGE_DIRECTORY, openWorld } from './open-world.ts';
import { openService, type Running } from './service.ts';

export interface Service {
  readonly address: string;
  close(): Promise<void>;
}

/** The page, its API, the webhooks and the health routes over a running service. */
export function openHttp(
  running: Omit<Running, 'start' | 'stop'>,
  parts: { world: () => World; log: Log; metrics: Metrics; behindProxy: boolean; directory?: string },
) {
  const { world, log, metrics, behindProxy, directory = KNOWLEDGE_DIRECTORY } = parts;
  const { receiver, mailbox, channels } = running;
  const entrances = channels.flatMap((channel) => (channel.webhook ? [[channel.name, channel.webhook] as const] : []));
  return createHttpApp({
    reply: ({ conversation, text, place }) =>
      replyOrReport(() => receiver.answer(webChat(conversation), text, place), log),
    calendar: (plan) => running.calendar(plan),
    deadlines: (place) => running.deadlines(place),
    mail: (conversation) => mailbox.fetch(webChat(conversation)),
    review: (key) => running.review(key),
    uploadOpen: (key) => running.uploadOpen(key),
    upload: (key, name, bytes) => running.upload(key, name, bytes),
    ready: async () => ({ knowledge: world().plans.size > 0, ...(await running.ready()) }),
    pageTexts: loadPageTexts(directory),
    places: oncePerWorld(world, offeredPlaces),
    webhooks: Object.fromEntries(entrances),
    metrics,
    behindProxy,
    log: (event) => {
      metrics.request(event);
      log(event.status >= 500 ? 'error' : 'info', { ...event });
    },
    fallbackReply: () => toChatReply(fallbackReply(world())),
  });
}

/** Starts everything that is configured. */
export async function startService(config: Config): Promise<Service> {
  const log = createLog(config.LOG_LEVEL, process.stderr);
  const metrics = createMetrics();
  const handover = config.DUTY_CHAT !== undefined && config.ENCRYPTION_KEY !== undefined ? 'on' : 'off';
  if (config.DUTY_CHAT !== undefined && handover === 'off')
    log('warn', { event: 'handover-off', missing: 'ENCRYPTION_KEY' });
  const live = new LiveWorld(
    openWorld(KNOWLEDGE_DIRECTORY, {
      handover,
      ...(config.PUBLIC_URL === undefined ? {} : { publicUrl: config.PUBLIC_URL }),
    }),
  );
  const running = await openService(config, { live, directory: KNOWLEDGE_DIRECTORY, log, metrics });
  const app = openHttp(running, { world: live.world, log, metrics, behindProxy: config.PUBLIC_URL !== undefined });
  const server = await serveHttp(app, { host: config.HOST, port: config.PORT }).catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  await running.start();
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  return {
    address: `http://${host}:${server.port}`,
    close: async () => {
      await server.close();
      await running.stop();
    },
  };
}

/** What is made of the world, made anew only when there is another one. */
function oncePerWorld<T>(world: () => World, make: (world: World) => T): () => T {
  let last: { readonly world: World; readonly made: T } | null = null;
  return () => {
    if (last?.world !== world()) last = { world: world(), made: make(world()) };
    return last.made;
  };
}

/** The page's server hides what went wrong behind the fallback reply; the log keeps the kind of it. */
async function replyOrReport(reply: () => Promise<Reply>, log: Log): Promise<ChatReply> {
  try {
    return toChatReply(await reply());
  } catch (error) {
    log('error', { event: 'reply-failed', error: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
}

function toChatReply(reply: Reply): ChatReply {
  return { kind: reply.kind, text: reply.text, citations: [...reply.citations], choices: [...reply.choices] };
}
