/** Work in order within a chat, side by side across chats; what fails is tried again before anything that follows it. */
import { setMaxListeners } from 'node:events';
import { backoffMs, pause } from './abortable-pause.ts';

export interface LaneRules {
  /** How many tasks run at the same time. */
  readonly parallel: number;
  readonly retryMs: number;
  readonly retryMaxMs: number;
  /** Milliseconds after which a task that still fails is given up. */
  readonly giveUpMs: number;
  /** Called after each failure; `final` where the task is given up. */
  onFailure(final: boolean): void;
}

export class ChatLanes {
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private readonly closing = new AbortController();
  private running = 0;

  constructor(private readonly rules: LaneRules) {
    // Every failing task listens for the end while it waits; that is no leak.
    setMaxListeners(0, this.closing.signal);
  }

  /** Runs a task after those before it in its lane; true once it is settled, false where the lanes closed before. */
  run(lane: string, task: () => Promise<void>): Promise<boolean> {
    const before = this.tails.get(lane) ?? Promise.resolve();
    const done = before.then(() => this.settle(task));
    this.tails.set(lane, done);
    void done.finally(() => {
      if (this.tails.get(lane) === done) this.tails.delete(lane);
    });
    return done;
  }

  /** Begins nothing more, and resolves once what runs has ended. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.tails.values());
  }

  private async settle(task: () => Promise<void>): Promise<boolean> {
    const giveUpAt = performance.now() + this.rules.giveUpMs;
    for (let failures = 0; ; failures += 1) {
      const outcome = await this.attempt(task);
      if (outcome !== 'failed') return outcome === 'done';
      const final = performance.now() >= giveUpAt;
      this.rules.onFailure(final);
      if (final) return true;
      // A task that waits holds no place, else a few broken chats would stop all the others.
      await pause(backoffMs(failures, this.rules), this.closing.signal);
    }
  }

  private async attempt(task: () => Promise<void>): Promise<'done' | 'failed' | 'closed'> {
    while (this.running >= this.rules.parallel) await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      this.running += 1;
      if (this.closing.signal.aborted) return 'closed';
      await task();
      return 'done';
    } catch {
      return 'failed';
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
