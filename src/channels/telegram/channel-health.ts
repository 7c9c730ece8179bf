/** Whether Telegram answers: every call of a client tells. */
import type { Api } from 'grammy';

export class ChannelHealth {
  /** Whether updates can reach us at all: set by whoever receives. */
  receiving = false;
  private reached = false;

  ready(): boolean {
    return this.receiving && this.reached;
  }

  /** Listens to the calls of a client. */
  watch(api: Api): void {
    api.config.use(async (call, method, payload, signal) => {
      try {
        const answer = await call(method, payload, signal);
        this.reached = answer.ok || (answer.error_code < 500 && ![401, 404].includes(answer.error_code));
        return answer;
      } catch (error) {
        this.reached = false;
        throw error;
      }
    });
  }
}
