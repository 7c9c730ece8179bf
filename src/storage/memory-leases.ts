/** Named locks within one process. */
import type { Lease } from '../model/store.ts';

/** By a clock that nobody sets. */
type Milliseconds = () => number;

interface Held {
  readonly until: number;
}

export class MemoryLeases {
  private readonly held = new Map<string, Held>();

  constructor(private readonly clock: Milliseconds = () => performance.now()) {}

  /** Takes a lock for a time; null where somebody else has it. */
  take(name: string, ms: number): Lease | null {
    const current = this.held.get(name);
    if (current && !this.isOver(current)) return null;
    const mine = { until: this.clock() + ms };
    this.held.set(name, mine);
    return {
      release: () => {
        if (this.held.get(name) === mine) this.held.delete(name);
        return Promise.resolve();
      },
    };
  }

  /** Forgets locks that nobody gave back. */
  sweep(): void {
    for (const [name, held] of this.held) if (this.isOver(held)) this.held.delete(name);
  }

  private isOver(held: Held): boolean {
    return held.until <= this.clock();
  }
}
