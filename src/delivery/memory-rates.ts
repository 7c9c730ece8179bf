/** The rates of one process, in its memory. The script of redis-rates.ts says the same in Lua: change both. */
import type { Urgency } from '../model/outgoing.ts';
import {
  limitsOf,
  RATES,
  type Bucket,
  type Limits,
  type Pause,
  type Rates,
  type RateTable,
  type SharedBucket,
} from './rates.ts';

/** How often buckets that nobody has asked for so long are forgotten: by then they are full again. */
const FORGET_MS = 60_000;
/** Times of day are rounded, so that a token comes out a little short at the time that was told; it stays owed. */
const EPSILON = 0.01;
/** Tokens beyond what is kept that show that somebody did not come: then newcomers need not queue. */
const SURPLUS = 2;
/** How far safety messages may overdraw, in bursts: else a flood of them would silence replies for long. */
const OVERDRAFT = 1;

interface State {
  tokens: number;
  at: number;
  /** When messages went, the latest first, at most as many as the window allows. */
  sent: number[];
}

/** The next free times of those who wait for what all chats share: in their first turn, and when that came to nothing. */
type Lines = Record<'reply' | 'nudge' | 'late-reply' | 'late-nudge', number>;

/** Those who wait, and the times that they were told. */
interface Queue {
  readonly lines: Lines;
  readonly told: Map<string, number>;
}

/** Token buckets in memory. */
export function createMemoryRates(table: RateTable = RATES): Rates {
  const states = new Map<string, State>();
  const queues = new Map<string, Queue>();
  const pauses = new Map<string, { throttled: number; misconfigured: number }>();

  const stateOf = (name: string, bucket: Bucket, now: number): State => {
    const state = states.get(name) ?? { tokens: bucket.burst, at: now, sent: [] };
    const passed = Math.max(0, now - state.at);
    state.tokens = Math.min(bucket.burst, state.tokens + (passed * bucket.perSecond) / 1000);
    state.at = Math.max(state.at, now);
    states.set(name, state);
    return state;
  };

  const pauseOf = (name: string, urgency: Urgency, now: number): number => {
    const pause = pauses.get(name);
    if (!pause) return 0;
    const until = urgency === 'safety' ? pause.throttled : Math.max(pause.throttled, pause.misconfigured);
    return Math.max(0, until - now);
  };

  const queueOf = (channel: string): Queue => {
    const lines = { reply: 0, nudge: 0, 'late-reply': 0, 'late-nudge': 0 };
    const queue = queues.get(channel) ?? { lines, told: new Map<string, number>() };
    queues.set(channel, queue);
    return queue;
  };

  let forgotten = 0;
  const forgetFull = (now: number): void => {
    if (now - forgotten < FORGET_MS) return;
    forgotten = now;
    for (const [name, state] of states) if (now - state.at > FORGET_MS) states.delete(name);
    for (const [name, pause] of pauses) if (Math.max(pause.throttled, pause.misconfigured) <= now) pauses.delete(name);
    for (const { told } of queues.values()) {
      for (const [name, at] of told) if (now - at > FORGET_MS) told.delete(name);
    }
  };

  const takeNow = (limits: Limits, urgency: Urgency, now: number): number => {
    const paused = Math.max(pauseOf(limits.channel, urgency, now), pauseOf(limits.chatName, urgency, now));
    if (paused > 0) return Math.ceil(paused);
    forgetFull(now);
    const own = [
      ...(limits.chat ? [{ bucket: limits.chat, state: stateOf(limits.chatName, limits.chat, now) }] : []),
      ...(limits.group ? [{ bucket: limits.group, state: stateOf(`${limits.chatName}/`, limits.group, now) }] : []),
    ];
    const { overall } = limits;
    const shared = overall ? { bucket: overall, state: stateOf(limits.channel, overall, now) } : null;
    const drawn = shared ? [...own, shared] : own;
    if (urgency !== 'safety') {
      const wait = Math.max(0, ...own.map(({ bucket, state }) => waitFor(bucket, state, now, 0, 0)));
      if (wait > 0) return wait;
      const queue = queueOf(limits.channel);
      const slot = shared ? sharedWait(shared.bucket, shared.state, queue, limits.chatName, urgency, now) : 0;
      if (slot > 0) return slot;
    }
    for (const { bucket, state } of drawn) draw(bucket, state, now);
    return 0;
  };

  return {
    take: (chat, urgency, now) => {
      const limits = limitsOf(chat, table);
      return Promise.resolve(limits ? takeNow(limits, urgency, now) : 0);
    },
    pause: (pause: Pause, now) => {
      const limits = limitsOf(pause.chat, table);
      if (limits && pause.until > now) {
        const name = pause.scope === 'channel' ? limits.channel : limits.chatName;
        const before = pauses.get(name) ?? { throttled: 0, misconfigured: 0 };
        pauses.set(name, { ...before, [pause.reason]: Math.max(before[pause.reason], pause.until) });
      }
      return Promise.resolve();
    },
  };
}

/** Milliseconds until a bucket gives a token and still holds `kept`, and its window has room beside `keptRoom`. */
function waitFor(bucket: Bucket, state: State, now: number, kept: number, keptRoom: number): number {
  const missing = 1 + kept - state.tokens;
  const refill = missing > EPSILON ? Math.ceil((missing * 1000) / bucket.perSecond) : 0;
  const oldest = bucket.window ? state.sent[bucket.window.max - keptRoom - 1] : undefined;
  const room = bucket.window && oldest !== undefined ? oldest + bucket.window.ms - now : 0;
  return Math.max(refill, room, 0);
}

/**
 * The wait for what all chats share. Each that waits gets a time of its own, one token after the other: told the same
 * time, ten thousand chats would all come back at once for a single token. Newcomers queue behind those who wait, and
 * nudges behind replies.
 */
function sharedWait(
  bucket: SharedBucket,
  state: State,
  { lines, told }: Queue,
  chat: string,
  urgency: 'reply' | 'nudge',
  now: number,
): number {
  const name = `${urgency} ${chat}`;
  const own = told.get(name);
  if (own !== undefined && own > now) return Math.ceil(own - now);
  const line = own === undefined ? urgency : (`late-${urgency}` as const);
  const kept = urgency === 'nudge' ? bucket.kept : { tokens: 0, messages: 0 };
  const behind = urgency === 'nudge' ? Math.max(lines.reply, lines['late-reply']) : 0;
  const wait = waitFor(bucket, state, now, kept.tokens, kept.messages);
  const queues = own === undefined && lines[line] > now && state.tokens < 1 + kept.tokens + SURPLUS;
  if (wait === 0 && behind <= now && !queues) {
    told.delete(name);
    return 0;
  }
  const slot = Math.max(now + wait, lines[line], behind);
  lines[line] = slot + 1000 / bucket.perSecond;
  told.set(name, slot);
  return Math.ceil(slot - now);
}

function draw(bucket: Bucket, state: State, now: number): void {
  state.tokens = Math.max(state.tokens - 1, -OVERDRAFT * bucket.burst);
  if (bucket.window) state.sent = [now, ...state.sent].slice(0, bucket.window.max);
}
