/** One lane per chat: what arrives in a chat is handled in its order, different chats at the same time. */

export class Lanes {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs a task after every earlier one of the same lane, whatever became of those. */
  run<T>(lane: string, task: () => Promise<T>): Promise<T> {
    const before = this.last.get(lane) ?? Promise.resolve();
    const result = before.then(task, task);
    this.last.set(lane, result);
    const forget = () => {
      if (this.last.get(lane) === result) this.last.delete(lane);
    };
    result.then(forget, forget);
    return result;
  }

  /** Resolves once nothing is running any more. */
  async idle(): Promise<void> {
    while (this.last.size > 0) await Promise.allSettled(this.last.values());
  }
}
