/**
 * `npx tsx test/bench-webhook.ts [--json]`: from an update to its reply, through HTTP, of the real process (webhook,
 * SQLite) beside a bare grammY echo bot, both against the same stand-in of the Bot API and in turns.
 *
 * The two do not do the same: the echo bot sends its reply before it answers 200 and keeps nothing; the process looks
 * the answer up, commits it, answers 200, and its courier sends afterwards, at most 28 messages a second, as Telegram
 * demands. Hence two measurements. Latency: one message a chat at a load below that limit, to the 200 and to the moment
 * when the message arrives. Throughput: updates acknowledged a second under full load; it says nothing of messages sent.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { BotApiStandIn } from './e2e/bot-api-stand-in.ts';
import { freePort } from './e2e/service-process.ts';
import { start, type Running } from './support/processes.ts';
import { questionSets } from './support/questions.ts';

const ROUNDS = 3;
const LATENCY = { updates: 100, everyMs: 50 };
const THROUGHPUT = { updates: 2000, chats: 200, parallel: 32 };
const WARM_UP = 200;
const SECRET = 'bench-webhook-secret';
const GREETING = 'xin chào';
const REPLY_WITHIN_MS = 10_000;

interface Contestant {
  readonly standIn: BotApiStandIn;
  readonly process: Running;
  readonly url: string;
  readonly toOk: number[];
  readonly toMessage: number[];
  readonly perSecond: { questions: number[]; greetings: number[] };
}

const agent = new Agent({ connections: THROUGHPUT.parallel, pipelining: 1 });
const questions = questionSets().flatMap((set) => set.questions.map((question) => question.text));
let updates = 0;
let chats = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const echo = await contestant('test/e2e/echo-bot.ts', {});
const ours = await contestant('src/main.ts', { DATA_DIR: folder, LOG_LEVEL: 'error' });
while (!ours.standIn.hasWebhook) await delay(20);
for (const each of [echo, ours]) await flood(each, questions, WARM_UP);
// What the warm-up has left to send would otherwise be sent beside what is measured.
await delay((WARM_UP / 28) * 1000 + 1000);
for (let round = 0; round < ROUNDS; round += 1) for (const each of [echo, ours]) await trickle(each);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const each of [echo, ours]) {
    each.perSecond.questions.push(await flood(each, questions));
    each.perSecond.greetings.push(await flood(each, [GREETING]));
  }
}
for (const each of [echo, ours]) {
  each.process.kill('SIGKILL');
  each.standIn.close();
}
await agent.destroy();
rmSync(folder, { recursive: true, force: true });

const report = {
  latencyMs: {
    load: `one question every ${LATENCY.everyMs} ms, each in a chat of its own; ${ROUNDS * LATENCY.updates} updates`,
    updateToAcknowledgement: compared(ours.toOk, echo.toOk),
    updateToMessageAtTheApi: compared(ours.toMessage, echo.toMessage),
  },
  acknowledgedPerSecond: {
    load: `${THROUGHPUT.updates} updates over ${THROUGHPUT.chats} chats, ${THROUGHPUT.parallel} at a time; median of ${ROUNDS}`,
    note: 'ours: looked up and committed, sent later at 28.8 a second; echo: sent, nothing kept',
    questions: rates(ours.perSecond.questions, echo.perSecond.questions),
    greetings: rates(ours.perSecond.greetings, echo.perSecond.greetings),
  },
};
console.log(process.argv.includes('--json') ? JSON.stringify(report) : JSON.stringify(report, null, 2));

async function contestant(file: string, environment: Record<string, string>): Promise<Contestant> {
  const standIn = await BotApiStandIn.open();
  const port = await freePort();
  const child = start(file, [], {
    ...{ TELEGRAM_BOT_TOKEN: '1:bench', TELEGRAM_API_ROOT: standIn.apiRoot, TELEGRAM_WEBHOOK_SECRET: SECRET },
    ...{
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      HOST: '127.0.0.1',
      ZALO_BOT_TOKEN: '',
      REDIS_URL: '',
    },
    ...environment,
  });
  const address = (await child.firstLine).replace('listening on ', '');
  const url = `${address}/webhook/telegram`;
  return { standIn, process: child, url, toOk: [], toMessage: [], perSecond: { questions: [], greetings: [] } };
}

/** Posts updates one after the other at a steady pace, and times each to its 200 and to its message. */
async function trickle({ standIn, url, toOk, toMessage }: Contestant): Promise<void> {
  const arrivals = new Map<number, () => void>();
  standIn.onMessage = (chat) => arrivals.get(chat)?.();
  const first = performance.now();
  const running = Array.from({ length: LATENCY.updates }, async (_, at) => {
    await delay(first + at * LATENCY.everyMs - performance.now());
    const chat = (chats += 1);
    const from = performance.now();
    const arrived = new Promise<number>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a reply did not come')), REPLY_WITHIN_MS);
      arrivals.set(chat, () => {
        clearTimeout(late);
        resolve(performance.now() - from);
      });
    });
    await post(url, chat, questions[at % questions.length]!);
    toOk.push(performance.now() - from);
    toMessage.push(await arrived);
  });
  await Promise.all(running);
}

/** Posts updates as fast as so many at a time are taken; gives those taken a second. */
async function flood(
  { standIn, url }: Contestant,
  texts: readonly string[],
  count = THROUGHPUT.updates,
): Promise<number> {
  standIn.onMessage = () => undefined;
  const base = (chats += THROUGHPUT.chats);
  let at = 0;
  const from = performance.now();
  const worker = async () => {
    for (let mine = at++; mine < count; mine = at++) {
      await post(url, base - (mine % THROUGHPUT.chats), texts[mine % texts.length]!);
    }
  };
  await Promise.all(Array.from({ length: THROUGHPUT.parallel }, worker));
  return count / ((performance.now() - from) / 1000);
}

async function post(url: string, chat: number, words: string): Promise<void> {
  updates += 1;
  const from = { id: chat, is_bot: false, first_name: 'bench' };
  const message = {
    message_id: updates,
    date: 0,
    chat: { id: chat, type: 'private', first_name: 'bench' },
    from,
    text: words,
  };
  const { statusCode, body } = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
    body: JSON.stringify({ update_id: updates, message }),
  });
  await body.dump();
  if (statusCode !== 200) throw new Error(`an update was answered with ${statusCode}`);
}

function compared(own: readonly number[], others: readonly number[]) {
  const [mine, echoed] = [quantiles(own), quantiles(others)];
  return { ours: mine, echo: echoed, ratio: { p50: round(mine.p50 / echoed.p50), p99: round(mine.p99 / echoed.p99) } };
}

function rates(own: readonly number[], others: readonly number[]) {
  const [mine, echoed] = [quantiles(own).p50, quantiles(others).p50];
  return {
    ...{ ours: Math.round(mine), echo: Math.round(echoed), ratio: round(mine / echoed) },
    // The process begins each round with all that earlier ones have left to be sent.
    oursByRound: own.map(Math.round),
    echoByRound: others.map(Math.round),
  };
}

function quantiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
