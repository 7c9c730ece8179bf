/** Long work within a running program. */
import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../model/steps.ts';

/** Does the steps one after another and lets everything else have its turn between two of them. */
export async function finishGently<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}
