/** A Redis server of its own for a test: nothing is kept on disk, and it can be stopped, held up and killed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { createInterface } from 'node:readline';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** It goes on listening, but does not answer. */
  pause(): void;
  resume(): void;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/**
 * Whether there is a Redis server to test with; where there is none, one line says what is not tested, and on CI it is
 * an error.
 */
export function redisAvailable(tested: string): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  if (env['CI']) throw new Error(`redis-server is missing: cannot test ${tested}`);
  console.warn(`\n!!! NOT TESTED, since redis-server is missing: ${tested} !!!\n`);
  return false;
}

/** Starts a server, on a free port or on the one given. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const child = spawn(
    'redis-server',
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('exit', killed);
      rmSync(folder, { recursive: true, force: true });
      resolve();
    });
  });
  await ready(child);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    // One that is held up takes no other signal.
    child.kill('SIGCONT');
    return ended;
  };
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    stop: () => end('SIGTERM'),
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    kill: () => end('SIGKILL'),
  };
}

/** Waits for the server to say that it takes connections. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error('redis-server ended before it was ready'));
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
