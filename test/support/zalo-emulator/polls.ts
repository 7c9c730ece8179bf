/** Long polls and the events that wait for one. */
import type { ServerResponse } from 'node:http';
import { answerError, answerResult } from './answers.ts';
import type { EmulatedEvent } from './events.ts';

export class Polls {
  readonly #waitingEvents: EmulatedEvent[] = [];
  #open: { readonly response: ServerResponse; readonly timer: NodeJS.Timeout } | null = null;

  get pendingEvents(): number {
    return this.#waitingEvents.length;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Answers with the next event, at once or when it comes; with 408 after so many milliseconds. Ends an older poll. */
  hold(response: ServerResponse, ms: number): void {
    this.end(409);
    const event = this.take();
    if (event) {
      answerResult(response, event);
      return;
    }
    const timer = setTimeout(() => this.end(408), ms);
    this.#open = { response, timer };
    response.once('close', () => this.#forget(response));
  }

  /** Gives an event to the open poll, or keeps it for the next one. */
  offer(event: EmulatedEvent): void {
    const poll = this.#open;
    if (!poll) {
      this.#waitingEvents.push(event);
      return;
    }
    this.#forget(poll.response);
    answerResult(poll.response, event);
  }

  /** Takes the next event away: from now on nobody else gets it. */
  take(): EmulatedEvent | undefined {
    return this.#waitingEvents.shift();
  }

  /** Answers the open poll with an error. */
  end(code: number): void {
    const poll = this.#open;
    if (!poll) return;
    this.#forget(poll.response);
    answerError(poll.response, code);
  }

  #forget(response: ServerResponse): void {
    if (this.#open?.response !== response) return;
    clearTimeout(this.#open.timer);
    this.#open = null;
  }
}
