/** A process that delivers, to be killed: notes each send in a list of Redis, says "ready" once it has begun. */
import { Redis } from 'ioredis';
import { chatKey } from '../../src/model/chat.ts';
import { createBullmqEngine } from '../../src/delivery/bullmq-engine.ts';
import { createCourier } from '../../src/delivery/courier.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import { open, transports } from './post.ts';

const [url, list, leaseMs, lockMs] = process.argv.slice(2) as [string, string, string, string];
const redis = new Redis(url);
const store = openRedisStore(url, { prefix: 'store:' });
const log = () => undefined;
const clock = () => new Date();

const courier = createCourier({
  store,
  transports: transports({
    textLimit: 4096,
    async send(chat, message) {
      await redis.rpush(list, `${chatKey(chat)} ${message.text.split(' ')[1] ?? ''} child`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { kind: 'sent' };
    },
  }),
  open,
  rates: createMemoryRates({ telegram: {}, zalo: {}, web: {} }),
  clock,
  log,
  leaseMs: Number(leaseMs),
});
const engine = createBullmqEngine({
  redisUrl: url,
  store,
  courier,
  clock,
  log,
  concurrency: 8,
  sweepMs: 300,
  lockMs: Number(lockMs),
});
await engine.start();
console.log('ready');
