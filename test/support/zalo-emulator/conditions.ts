/** Waiting for conditions, checked whenever something has happened. */
export class Conditions {
  readonly #waiting = new Set<() => void>();

  /** Checks what is waited for. */
  recheck(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Resolves once the condition holds; rejects when it does not within so many milliseconds. */
  waitFor(holds: () => boolean, ms: number): Promise<void> {
    if (holds()) return Promise.resolve();
    const late = new Error(`The condition did not come true within ${ms} ms`);
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!holds()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(late);
      }, ms);
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
    });
  }
}
