/** Calls that nobody waits for, except a stop. */
import type { ChannelLog } from '../../model/channel.ts';
import { failureOf, type Failure } from './api-failure.ts';

export class BackgroundCalls {
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly log: ChannelLog) {}

  /** Runs a call; a failure is logged under `event`, unless it is one that `expected` names. */
  run(event: string, call: () => Promise<unknown>, expected: readonly Failure['kind'][] = []): void {
    const done = call().then(
      () => undefined,
      (error: unknown) => {
        const { kind, code } = failureOf(error);
        if (!expected.includes(kind)) this.log('warn', { event, failure: kind, code });
      },
    );
    this.running.add(done);
    void done.then(() => this.running.delete(done));
  }

  /** Resolves once all have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }
}
