/** The chats that the bot knows, and what people see in them. */
import { hexId } from './events.ts';

/** One message as somebody looking at the chat sees it. */
export interface ShownMessage {
  readonly by: 'bot' | 'person';
  readonly kind: 'text' | 'image' | 'sticker' | 'voice' | 'unsupported';
  /** The words or the caption; empty where there are none. */
  readonly text: string;
}

interface EmulatedChat {
  readonly group: boolean;
  readonly messages: ShownMessage[];
}

export class Chats {
  readonly #chats = new Map<string, EmulatedChat>();
  readonly #gone = new Set<string>();

  /** Makes a chat known: somebody has written to the bot there. */
  open(id: string, group: boolean): void {
    this.#gone.delete(id);
    if (!this.#chats.has(id)) this.#chats.set(id, { group, messages: [] });
  }

  /** Blocks the bot, or removes it from the group. */
  close(id: string): void {
    this.#gone.add(id);
  }

  /** Whether the bot can send there. */
  reachable(id: string): boolean {
    return this.#chats.has(id) && !this.#gone.has(id);
  }

  isGroup(id: string): boolean {
    return this.#chats.get(id)?.group ?? false;
  }

  /** Shows a message; gives its receipt. */
  show(id: string, message: ShownMessage): { message_id: string; date: number } {
    this.#chats.get(id)?.messages.push(message);
    return { message_id: hexId(), date: Date.now() };
  }

  messages(id: string): readonly ShownMessage[] {
    return this.#chats.get(id)?.messages ?? [];
  }
}
