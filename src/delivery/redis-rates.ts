/** The rates that processes share, in Redis: one script, so that two processes never take the same token. */
import type { Redis } from 'ioredis';
import { limitsOf, RATES, type Limits, type Pause, type Rates, type RateTable } from './rates.ts';

/** Longer than this, Redis counts as lost; a safety message does not wait even so long. */
const TIMEOUT_MS = 2_000;
const SAFETY_TIMEOUT_MS = 250;

/** The same as memory-rates.ts: change both. Times are milliseconds; every key expires. */
const TAKE = `
local now, urgency, spec = tonumber(ARGV[1]), ARGV[2], cjson.decode(ARGV[3])
local kOverall, kOverallSent, kChat, kGroup, kGroupSent = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local kTold, kPauses = KEYS[6], { KEYS[7], KEYS[8] }
local SURPLUS = 2

local paused = 0
for _, key in ipairs(kPauses) do
  local throttled = tonumber(redis.call('GET', key .. ':throttled') or 0)
  local misconfigured = tonumber(redis.call('GET', key .. ':misconfigured') or 0)
  paused = math.max(paused, throttled - now)
  if urgency ~= 'safety' then paused = math.max(paused, misconfigured - now) end
end
if paused > 0 then return math.ceil(paused) end

local function read(bucket, key)
  local saved = redis.call('HMGET', key, 'tokens', 'at')
  local at = tonumber(saved[2] or now)
  local tokens = tonumber(saved[1] or bucket.burst)
  tokens = math.min(bucket.burst, tokens + math.max(0, now - at) * bucket.perSecond / 1000)
  return { tokens = tokens, at = math.max(at, now) }
end

local function waitFor(bucket, state, sentKey, kept, keptRoom)
  local wait = 0
  local missing = 1 + kept - state.tokens
  if missing > 0.01 then wait = math.ceil(missing * 1000 / bucket.perSecond) end
  if bucket.window then
    local oldest = tonumber(redis.call('LINDEX', sentKey, bucket.window.max - keptRoom - 1) or false)
    if oldest then wait = math.max(wait, oldest + bucket.window.ms - now) end
  end
  return wait
end

local function keepFor(key, ms)
  redis.call('PEXPIRE', key, math.ceil(math.max(ms, redis.call('PTTL', key))))
end

local function draw(bucket, state, key, sentKey, more)
  local tokens = math.max(state.tokens - 1, -bucket.burst)
  redis.call('HSET', key, 'tokens', string.format('%.9f', tokens), 'at', string.format('%.0f', state.at))
  local full = math.ceil(2 * bucket.burst * 1000 / bucket.perSecond) + 1000
  keepFor(key, math.max(full, more))
  if bucket.window then
    redis.call('LPUSH', sentKey, string.format('%.0f', now))
    redis.call('LTRIM', sentKey, 0, bucket.window.max - 1)
    redis.call('PEXPIRE', sentKey, bucket.window.ms + 1000)
  end
end

local function sharedWait(state)
  local told = 'told-' .. urgency
  local own = tonumber(redis.call('HGET', kTold, told) or false)
  if own and own > now then return own - now end
  local nudge = urgency == 'nudge'
  local line = own and ('late-' .. urgency) or urgency
  local kept = nudge and spec.overall.kept or { tokens = 0, messages = 0 }
  local lines = redis.call('HMGET', kOverall, line, 'reply', 'late-reply')
  local free = tonumber(lines[1] or 0)
  local behind = nudge and math.max(tonumber(lines[2] or 0), tonumber(lines[3] or 0)) or 0
  local wait = waitFor(spec.overall, state, kOverallSent, kept.tokens, kept.messages)
  local queues = not own and free > now and state.tokens < 1 + kept.tokens + SURPLUS
  if wait == 0 and behind <= now and not queues then
    redis.call('HDEL', kTold, told)
    return 0
  end
  local slot = math.max(now + wait, free, behind)
  redis.call('HSET', kOverall, line, string.format('%.3f', slot + 1000 / spec.overall.perSecond))
  keepFor(kOverall, slot - now + 60000)
  redis.call('HSET', kTold, told, string.format('%.3f', slot))
  keepFor(kTold, slot - now + 60000)
  return slot - now
end

local chat = spec.chat and read(spec.chat, kChat)
local group = spec.group and read(spec.group, kGroup)
local overall = spec.overall and read(spec.overall, kOverall)

if urgency ~= 'safety' then
  local wait = 0
  if chat then wait = math.max(wait, waitFor(spec.chat, chat, kChat, 0, 0)) end
  if group then wait = math.max(wait, waitFor(spec.group, group, kGroupSent, 0, 0)) end
  if wait > 0 then return wait end
  if overall then
    local slot = sharedWait(overall)
    if slot > 0 then return math.ceil(slot) end
  end
end

if chat then draw(spec.chat, chat, kChat, kChat, 0) end
if group then draw(spec.group, group, kGroup, kGroupSent, 0) end
if overall then draw(spec.overall, overall, kOverall, kOverallSent, 60000) end
return 0
`;

const PAUSE = `
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[1]) or 0) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 0
`;

interface Scripted {
  takeRate(...keysAndArguments: (string | number)[]): Promise<unknown>;
  pauseRate(...keysAndArguments: (string | number)[]): Promise<unknown>;
}

/** Token buckets in Redis, under keys of this prefix; the connection stays the caller's. */
export function createRedisRates(redis: Redis, prefix: string, table: RateTable = RATES): Rates {
  redis.defineCommand('takeRate', { numberOfKeys: 8, lua: TAKE });
  redis.defineCommand('pauseRate', { numberOfKeys: 1, lua: PAUSE });
  const scripted = redis as unknown as Scripted;

  return {
    async take(chat, urgency, now) {
      const limits = limitsOf(chat, table);
      if (!limits) return 0;
      const asked = () => scripted.takeRate(...keysOf(limits, prefix), now, urgency, specOf(limits));
      if (urgency !== 'safety') return Number(await within(asked, TIMEOUT_MS));
      return Number(await within(asked, SAFETY_TIMEOUT_MS).catch(() => 0));
    },
    async pause({ scope, chat, reason, until }: Pause, now) {
      const limits = limitsOf(chat, table);
      if (!limits || until <= now) return;
      const [overall, own] = keysOf(limits, prefix).slice(6);
      const key = `${(scope === 'channel' ? overall : own) ?? ''}:${reason}`;
      await within(() => scripted.pauseRate(key, until, Math.ceil(until - now)), TIMEOUT_MS);
    },
  };
}

/** The braces keep the keys of a channel in one slot of a cluster. */
function keysOf({ channel, chatName }: Limits, prefix: string): string[] {
  const base = `${prefix}rate:{${channel}}`;
  const overall = `${base}:all`;
  const chat = `${base}:chat:${chatName}`;
  const group = `${base}:group:${chatName}`;
  const told = `${base}:told:${chatName}`;
  return [overall, `${overall}:sent`, chat, group, `${group}:sent`, told, `${base}:pause`, `${base}:pause:${chatName}`];
}

function specOf({ overall, chat, group }: Limits): string {
  return JSON.stringify({
    ...(overall ? { overall } : {}),
    ...(chat ? { chat } : {}),
    ...(group ? { group } : {}),
  });
}

/** What a command gives; rejects, without any data, where it fails or takes longer: a lost Redis may not answer at all. */
async function within(command: () => Promise<unknown>, ms: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('rates: no answer from Redis')), ms);
  });
  const answered = command().catch((error: unknown) => {
    throw new Error('rates: Redis failed', { cause: error instanceof Error ? error.name : undefined });
  });
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
    answered.catch(() => undefined);
  }
}
