/** The port of what drives the courier: which chat is drained when, and how many at once. */
import type { Urgency } from '../model/outgoing.ts';

export interface DeliveryEngine {
  /**
   * Tells that something was enqueued for a chat; the urgency decides its place where many wait. Never rejects: what
   * is not heard of here is found in the store within seconds.
   */
  wake(chat: string, urgency?: Urgency): Promise<void>;
  /** Begins to send what waits. Rejects where it cannot be begun at all. */
  start(): Promise<void>;
  /** Takes nothing new and lets the sends in flight end, at most for some seconds. */
  stop(): Promise<void>;
}

/** What the engines need of the courier. */
export interface Drains {
  /** See Courier. */
  drain(chat: string, signal?: AbortSignal): Promise<{ readonly nextAt?: number; readonly taken: number }>;
}
