/** The real program with a folder and an address of its own, started, ended and killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, type Running } from '../support/processes.ts';
import type { Mode, Platforms } from './platforms.ts';
import { filesIn, type Left } from './traces.ts';

/** Everything that a developer may have set: empty counts as unset, and a `.env` does not set it again. */
const UNSET = Object.fromEntries(
  [
    ['PORT', 'HOST', 'LOG_LEVEL', 'CLOCK_START', 'DATA_DIR', 'REDIS_URL', 'PUBLIC_URL', 'ADMIN_IDS', 'DUTY_CHAT'],
    ['TELEGRAM_WEBHOOK_SECRET', 'ZALO_WEBHOOK_SECRET', 'ENCRYPTION_KEY', 'CASE_HOURS', 'ZALO_MONTHLY_QUOTA'],
  ]
    .flat()
    .map((name) => [name, '']),
);

export interface ProcessOptions {
  readonly mode: Mode;
  /** Where the platforms deliver to; the process's own address where absent. */
  readonly publicUrl?: string;
  readonly environment?: Record<string, string>;
}

export class ServiceProcess {
  readonly address: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  private readonly environment: Record<string, string>;
  private readonly outputs: string[] = [];
  private running: Running | undefined;

  private constructor(platforms: Platforms, options: ProcessOptions, port: number) {
    this.address = `http://127.0.0.1:${port}`;
    this.environment = {
      ...UNSET,
      ...platforms.environment(),
      PORT: String(port),
      DATA_DIR: this.folder,
      LOG_LEVEL: 'debug',
      ...(options.mode === 'webhook' ? { PUBLIC_URL: options.publicUrl ?? this.address } : {}),
      ...options.environment,
    };
  }

  /** A process that is not started yet, on a port that stays its own. */
  static async prepare(platforms: Platforms, options: ProcessOptions): Promise<ServiceProcess> {
    return new ServiceProcess(platforms, options, await freePort());
  }

  /** Prepares and starts one, and waits until it receives. */
  static async open(platforms: Platforms, options: ProcessOptions): Promise<ServiceProcess> {
    const service = await ServiceProcess.prepare(platforms, options);
    await service.start();
    await platforms.received(options.mode);
    return service;
  }

  /** Resolves once it listens. */
  async start(): Promise<void> {
    this.running = start('src/main.ts', [], this.environment);
    await this.running.firstLine;
  }

  /** Ends it as a power cut would. */
  async crash(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it in order; gives the exit code and the milliseconds it took. */
  async stop(): Promise<{ code: number | null; ms: number }> {
    const from = performance.now();
    const code = await this.end('SIGTERM');
    return { code, ms: performance.now() - from };
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.address}/metrics`)).text();
  }

  /** Stops it, and gives everything that it has ever told and still keeps. */
  async left(): Promise<Left> {
    const metrics = await this.metrics();
    await this.stop();
    return { told: [...this.outputs, metrics], kept: filesIn(this.folder) };
  }

  /** The file of its store; to be opened only while it does not run. */
  get database(): string {
    return join(this.folder, 'mangnon.db');
  }

  async close(): Promise<void> {
    if (this.running) await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const running = this.running;
    if (!running) throw new Error('the process does not run');
    this.running = undefined;
    running.kill(signal);
    const { code, stdout, stderr } = await running.ended;
    this.outputs.push(stdout, stderr);
    return code;
  }
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
