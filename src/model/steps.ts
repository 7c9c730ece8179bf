/** Long work in steps: at once where nobody waits, or with pauses where a running program must go on meanwhile. */

/** Work that pauses at each `yield`. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
