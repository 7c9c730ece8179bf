/** Tells a chat that is written to too fast from a bot that writes too fast altogether: Telegram does not say which. */

/** So many different chats throttled within this time (milliseconds) mean the whole bot. */
const CHATS = 3;
const WINDOW_MS = 5_000;

export class ThrottleScope {
  private readonly throttled = new Map<string, number>();

  /** Notes that a chat was throttled at a time in milliseconds. */
  note(chat: string, now: number): 'chat' | 'channel' {
    for (const [id, at] of this.throttled) if (now - at > WINDOW_MS) this.throttled.delete(id);
    this.throttled.set(chat, now);
    return this.throttled.size >= CHATS ? 'channel' : 'chat';
  }
}
