/** The composition root: knows every room and puts them together. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Conversations } from './channels/web/conversations.ts';
import { fallbackReply, offeredPlaces, replyTo } from './channels/web/web-chat.ts';
import { createClock } from './clock.ts';
import type { Config } from './config.ts';
import { buildWorld, type World } from './dialogue/world.ts';
import { createHttpApp } from './http/http-app.ts';
import { serveHttp } from './http/http-server.ts';
import type { ChatReply } from './http/world.ts';
import { loadKnowledge, loadPageTexts } from './knowledge/load.ts';
import { createLog, type Log } from './log.ts';
import type { Reply } from './model/reply.ts';
import { assess } from './safety/assess.ts';
import { loadGate } from './safety/load-gate.ts';

/** The knowledge folder beside `src` (or `dist`). */
export const KNOWLEDGE_DIRECTORY = fileURLToPath(new URL('../knowledge', import.meta.url));

const SWEEP_MS = 10 * 60_000;

export interface Service {
  readonly address: string;
  close(): Promise<void>;
}

/** Loads the knowledge and makes the world of the dialogue; throws a KnowledgeError with all problems. */
export function openWorld(directory: string = KNOWLEDGE_DIRECTORY): World {
  const knowledge = loadKnowledge(directory);
  const gate = loadGate(join(directory, 'safety'));
  return buildWorld(knowledge, (text) => assess(text, gate));
}

/** The web chat over a world; throws where the page's texts are not complete. */
export function openWebChat(
  world: World,
  options: { clock: () => Date; conversations: Conversations; log: Log; directory?: string },
) {
  const { clock, conversations, log, directory = KNOWLEDGE_DIRECTORY } = options;
  return createHttpApp({
    reply: (request) => replyOrReport(() => replyTo(request, clock(), conversations, world), log),
    ready: () => Promise.resolve({ knowledge: world.plans.size > 0 }),
    pageTexts: loadPageTexts(directory),
    places: offeredPlaces(world),
    log: (event) => {
      log(event.status >= 500 ? 'error' : 'info', { ...event });
    },
    fallbackReply: () => toChatReply(fallbackReply(world)),
  });
}

/** Starts everything that is configured. */
export async function startService(config: Config): Promise<Service> {
  const world = openWorld();
  const clock = createClock(config.CLOCK_START);
  const conversations = new Conversations();
  const app = openWebChat(world, { clock, conversations, log: createLog(config.LOG_LEVEL, process.stderr) });
  const server = await serveHttp(app, { host: config.HOST, port: config.PORT });
  const sweep = setInterval(() => {
    conversations.dropExpired(clock());
  }, SWEEP_MS);
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  return {
    address: `http://${host}:${server.port}`,
    close: async () => {
      clearInterval(sweep);
      await server.close();
    },
  };
}

/** The page's server hides what went wrong behind the fallback reply; the log keeps the kind of it. */
function replyOrReport(reply: () => Reply, log: Log): ChatReply {
  try {
    return toChatReply(reply());
  } catch (error) {
    log('error', { event: 'reply-failed', error: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
}

function toChatReply(reply: Reply): ChatReply {
  return { kind: reply.kind, text: reply.text, citations: [...reply.citations], choices: [...reply.choices] };
}
