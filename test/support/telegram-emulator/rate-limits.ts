/** Telegram's limits on sending: 30 a second, one a second in a chat with a small burst, 20 a minute in a group. */
import { BotApiError } from './bot-api-error.ts';

export class RateLimits {
  private readonly sent: { readonly at: number; readonly chat: number }[] = [];

  constructor(private readonly now: () => number) {}

  /** Counts a message; throws 429 with the whole seconds to wait where it is one too many. A refused one counts not. */
  count(chat: number, group: boolean): void {
    const waits = [
      this.wait(30, 1_000, () => true),
      // Three at once, on average one a second.
      this.wait(3, 3_000, (id) => id === chat),
      ...(group ? [this.wait(20, 60_000, (id) => id === chat)] : []),
    ];
    const seconds = Math.ceil(Math.max(...waits) / 1000);
    if (seconds > 0) {
      throw new BotApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    this.sent.push({ at: this.now(), chat });
  }

  /** Milliseconds until fewer than `limit` of these messages lie within the span. */
  private wait(limit: number, spanMs: number, counts: (chat: number) => boolean): number {
    const times = this.sent.filter(({ at, chat }) => at > this.now() - spanMs && counts(chat)).map(({ at }) => at);
    const oldest = times.at(-limit);
    return oldest === undefined ? 0 : oldest + spanMs - this.now();
  }
}
