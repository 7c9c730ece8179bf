/** Tasks of the clock. */
import type { Log } from './log.ts';

/** Ends a repeated task; resolves once it is not running any more. */
export type StopRepeating = () => Promise<void>;

/** Runs a task again and again, never twice at once; a failure is logged by its kind and tried at the next turn. */
export function repeat(everyMs: number, task: string, log: Log, run: () => Promise<void>): StopRepeating {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= run()
      .catch((error: unknown) => {
        log('error', { event: 'task-failed', task, error: nameOf(error) });
      })
      .finally(() => {
        running = null;
      });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** The kind of an error, which is all that a log may hold of it. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
