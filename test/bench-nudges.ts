/**
 * `npx tsx test/bench-nudges.ts [--json] [--chats 10000] [--looks-only]`: nudges to many chats at one hour, by the real process
 * (webhook, SQLite) with its clock set shortly before 08:00, against a stand-in of the Bot API that answers at once.
 *
 * Meanwhile somebody new greets the bot twice a second. What Telegram allows is 30 messages a second; the time from
 * the first nudge to the last is set against it, the replies counted in. Beside it, in this process: how long the
 * looks at all chats take, and for how long at a stretch they keep the event loop from anything else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { NudgeRounds } from '../src/nudges/nudge-rounds.ts';
import { buildNudgeWorld } from '../src/nudges/nudge-world.ts';
import { Timetable } from '../src/nudges/timetable.ts';
import { keyInFile } from '../src/storage/secrets.ts';
import { openSqliteStore } from '../src/storage/sqlite-store.ts';
import { createVault } from '../src/storage/vault.ts';
import { sealedDelivery } from '../src/turns/outgoing-parts.ts';
import { BotApiStandIn } from './e2e/bot-api-stand-in.ts';
import { vietnam } from './e2e/nudge-service.ts';
import { subscribeAll } from './e2e/nudge-subscriptions.ts';
import { freePort } from './e2e/service-process.ts';
import { start } from './support/processes.ts';
import { LIMITS } from './support/sent-messages.ts';
import { knowledge } from './support/world.ts';

const SUBSCRIBED = '2025-05-05 10:00:00';
const HOUR = vietnam('2025-05-06 08:00:00').getTime();
/** The process's clock at its start: it listens by the hour, and looks soon after it. */
const BEFORE_MS = 4_000;
const ALLOWED_PER_SECOND = 30;
const GREETS_EVERY_MS = 500;
const FIRST_CHAT = 1_000_000;
const FIRST_GREETING = 9_000_000;
/** As in the rounds. */
const LOOKED_AT_ONCE = 500;
const SECRET = 'bench-webhook-secret';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    chats: { type: 'string', default: '10000' },
    'looks-only': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const count = Number(values.chats);
if (!Number.isInteger(count) || count < 1) {
  console.error('--chats: a whole number above 0');
  process.exit(2);
}
const chats = Array.from({ length: count }, (_, at) => `telegram:${FIRST_CHAT + at}`);

const report = { chats: count, looks: await looks(), ...(values['looks-only'] ? {} : { sending: await sending() }) };
console.log(values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));

/** Looks at all chats in this process, a probe running beside. */
async function looks() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const store = openSqliteStore(join(folder, 'mangnon.db'));
  const keyFile = join(folder, 'secret.key');
  await subscribeAll(store, { keyFile }, chats, vietnam(SUBSCRIBED).getTime());
  const vault = createVault(keyInFile(keyFile));
  const timetable = new Timetable(buildNudgeWorld(knowledge));
  const rounds = new NudgeRounds({
    store,
    vault,
    timetable: () => timetable,
    delivery: sealedDelivery({ vault, limits: LIMITS }),
  });
  // The process has looked at each of them before.
  for (let seen = 0; seen < count; seen += LOOKED_AT_ONCE) await rounds.tick(vietnam(SUBSCRIBED).getTime() + 1);
  const replan = await probed(() => rounds.replan(HOUR - 1));
  const each: Probed[] = [];
  const [from, processor] = [performance.now(), process.cpuUsage()];
  let nudged = 0;
  while (nudged < count) {
    each.push(
      await probed(async () => {
        nudged += (await rounds.tick(HOUR)).length;
      }),
    );
  }
  const [ms, { user, system }] = [performance.now() - from, process.cpuUsage(processor)];
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    allChatsMs: Math.round(ms),
    processorMs: Math.round((user + system) / 1000),
    ticks: each.length,
    longestBlock: longest(each),
    replanAtStart: { ms: Math.round(replan.ms), longestBlock: longest([replan]) },
  };
}

interface Probed {
  readonly ms: number;
  readonly longestMs: number;
  readonly longestProcessorMs: number;
}

/**
 * How long something takes, and the longest stretch within it in which the event loop did nothing else: by the clock,
 * and by the processor time of that stretch, in which nobody else on the machine has a part.
 */
async function probed(work: () => Promise<void>): Promise<Probed> {
  let running = true;
  let [longestMs, longestProcessorMs] = [0, 0];
  const used = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const probe = async () => {
    for (let [last, lastUsed] = [performance.now(), used()]; running;) {
      await setImmediate();
      const [now, nowUsed] = [performance.now(), used()];
      longestMs = Math.max(longestMs, now - last);
      longestProcessorMs = Math.max(longestProcessorMs, nowUsed - lastUsed);
      [last, lastUsed] = [now, nowUsed];
    }
  };
  const probing = probe();
  await setImmediate();
  const from = performance.now();
  await work();
  const ms = performance.now() - from;
  running = false;
  await probing;
  return { ms, longestMs, longestProcessorMs };
}

function longest(all: readonly Probed[]) {
  const most = (of: (one: Probed) => number) => round(Math.max(...all.map(of)));
  return { ms: most(({ longestMs }) => longestMs), processorMs: most((one) => one.longestProcessorMs) };
}

/** All nudges and some replies, by the real process. */
async function sending() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const store = openSqliteStore(join(folder, 'mangnon.db'));
  await subscribeAll(store, { keyFile: join(folder, 'secret.key') }, chats, vietnam(SUBSCRIBED).getTime());
  await store.close();

  const standIn = await BotApiStandIn.open();
  const nudges = new Map<number, number>();
  const arrivals: number[] = [];
  let again = 0;
  const greeted = new Map<number, number>();
  const latencies: number[] = [];
  standIn.onMessage = (chat) => {
    const now = performance.now();
    arrivals.push(now);
    const asked = greeted.get(chat);
    if (asked !== undefined) latencies.push(now - asked);
    else if (nudges.has(chat)) again += 1;
    else nudges.set(chat, now);
  };

  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const clockStart = performance.now();
  const child = start('src/main.ts', [], {
    ...{ TELEGRAM_BOT_TOKEN: '1:bench', TELEGRAM_API_ROOT: standIn.apiRoot, TELEGRAM_WEBHOOK_SECRET: SECRET },
    ...{ ZALO_BOT_TOKEN: '', REDIS_URL: '', PUBLIC_URL: address, PORT: String(port), HOST: '127.0.0.1' },
    ...{ DATA_DIR: folder, LOG_LEVEL: 'error', CLOCK_START: new Date(HOUR - BEFORE_MS).toISOString() },
  });
  await child.firstLine;
  const listenedAfter = performance.now() - clockStart;
  while (nudges.size === 0) await delay(5);

  const posts: Promise<void>[] = [];
  const blocks: number[] = [];
  for (let next = performance.now(); nudges.size < count; next += GREETS_EVERY_MS) {
    const chat = FIRST_GREETING + greeted.size;
    greeted.set(chat, performance.now());
    posts.push(greet(`${address}/webhook/telegram`, chat));
    if (greeted.size % 10 === 0) blocks.push(await longestLag(address));
    await delay(Math.max(0, next + GREETS_EVERY_MS - performance.now()));
  }
  await Promise.all(posts);
  while (latencies.length < greeted.size) await delay(5);
  child.kill('SIGTERM');
  const { code } = await child.ended;
  standIn.close();
  rmSync(folder, { recursive: true, force: true });

  const times = [...nudges.values()];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const meanwhile = arrivals.filter((at) => at >= first && at <= last).length;
  const allowedMs = (meanwhile / ALLOWED_PER_SECOND) * 1000;
  return {
    nudges: count,
    sentTwice: again,
    seconds: round((last - first) / 1000),
    allowedSeconds: round(allowedMs / 1000),
    ratio: Math.round(((last - first) / allowedMs) * 1000) / 1000,
    goalRatio: 1.05,
    mostWithinASecond: mostWithin(arrivals, 1000),
    // The process's clock is set when it reads its configuration, somewhat after its start.
    startToListeningSeconds: round(listenedAfter / 1000),
    replies: latencies.length,
    replyMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), most: quantile(latencies, 1) },
    longestEventLoopLagMs: blocks.length > 0 ? Math.max(...blocks) : null,
    exitCode: code,
  };
}

async function greet(url: string, chat: number): Promise<void> {
  const from = { id: chat, is_bot: false, first_name: 'bench' };
  const message = {
    message_id: 1,
    date: 0,
    chat: { id: chat, type: 'private', first_name: 'bench' },
    from,
    text: 'xin chào',
  };
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
    body: JSON.stringify({ update_id: chat, message }),
  });
  if (status !== 200) throw new Error(`an update was answered with ${status}`);
}

/** The longest lag of the process's event loop since it was asked last, in milliseconds. */
async function longestLag(address: string): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  return round(Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(metrics)?.[1] ?? NaN) * 1000);
}

/** The most of these times within any span. */
function mostWithin(times: readonly number[], ms: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  return sorted.reduce((most, time, at) => {
    while (sorted[from]! <= time - ms) from += 1;
    return Math.max(most, at - from + 1);
  }, 0);
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
