/**
 * A process that delivers, to be killed: notes each send in a list of Redis, says "ready" once it has begun. After so many
 * sends the platform does not answer it any more: each of its places has one delivery in hand, and there it stays.
 */
import { Redis } from 'ioredis';
import { chatKey } from '../../src/model/chat.ts';
import { createBullmqEngine } from '../../src/delivery/bullmq-engine.ts';
import { createCourier } from '../../src/delivery/courier.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import { open, transports } from './post.ts';

const [url, list, ...numbers] = process.argv.slice(2) as [string, string, ...string[]];
const [leaseMs, lockMs, answered, concurrency] = numbers.map(Number) as [number, number, number, number];
const redis = new Redis(url);
const store = openRedisStore(url, { prefix: 'store:' });
const log = () => undefined;
const clock = () => new Date();
let sent = 0;

const courier = createCourier({
  store,
  transports: transports({
    textLimit: 4096,
    async send(chat, message) {
      sent += 1;
      const last = sent > answered;
      await redis.rpush(list, `${chatKey(chat)} ${message.text.split(' ')[1] ?? ''} child`);
      if (last) await new Promise<never>(() => undefined);
      return { kind: 'sent' };
    },
  }),
  open,
  rates: createMemoryRates({ telegram: {}, zalo: {}, web: {} }),
  clock,
  log,
  leaseMs,
});
const engine = createBullmqEngine({
  redisUrl: url,
  store,
  courier,
  clock,
  log,
  concurrency,
  sweepMs: 300,
  lockMs,
});
await engine.start();
console.log('ready');
