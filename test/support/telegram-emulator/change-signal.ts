/** Waiting for something to become true, looked at whenever something has changed. */
export class ChangeSignal {
  private readonly watchers = new Set<() => void>();

  changed(): void {
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Resolves with what `look` gives once that is neither null, undefined nor false; rejects after `ms`. */
  waitFor<T>(look: () => T | null | undefined | false, ms = 5_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.watchers.delete(watcher);
        reject(new Error(`not so within ${ms} ms: ${String(look)}`));
      }, ms);
      const watcher = () => {
        const seen = look();
        if (seen === null || seen === undefined || seen === false) return;
        clearTimeout(timer);
        this.watchers.delete(watcher);
        resolve(seen);
      };
      this.watchers.add(watcher);
      watcher();
    });
  }
}
