/** A connection to Redis that fails fast while Redis is away, and comes back by itself. */
import { Redis } from 'ioredis';
import { LUA_SCRIPTS, type ScriptName } from './redis-scripts.ts';

/** Milliseconds after which a command has failed. */
const COMMAND_MS = 2000;
/** Milliseconds without an answer after which the connection counts as broken. */
const SILENCE_MS = 5000;
const LONGEST_PAUSE_MS = 1000;

type Script = (prefix: string, values: readonly string[]) => Promise<unknown>;

export class RedisConnection {
  private readonly redis: Redis;
  /** Settles with the first attempt to connect: what is asked before waits for that, and no longer. */
  private readonly opening: Promise<void>;

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: COMMAND_MS,
      commandTimeout: COMMAND_MS,
      socketTimeout: SILENCE_MS,
      // Whoever asks while Redis is away is told so at once; nothing is sent later that has been given up.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS),
      scripts: LUA_SCRIPTS,
    });
    // Without a listener ioredis prints what holds the address; each command tells its caller anyway.
    this.redis.on('error', () => undefined);
    this.opening = this.redis.connect().catch(() => undefined);
  }

  /** Runs a script over the keys of the prefix. */
  async script(name: ScriptName, ...values: readonly string[]): Promise<unknown> {
    await this.opening;
    return (this.redis as unknown as Record<ScriptName, Script>)[name](this.prefix, values);
  }

  /** Runs a command on one key, which is named without the prefix. */
  async command(name: string, key: string, ...values: readonly string[]): Promise<unknown> {
    await this.opening;
    return this.redis.call(name, this.prefix + key, ...values);
  }

  async ping(): Promise<void> {
    await this.opening;
    await this.redis.ping();
  }

  async close(): Promise<void> {
    await this.opening;
    await this.redis.quit().catch(() => undefined);
    this.redis.disconnect();
  }
}
