/** An answer of the Bot API that says no. */
export interface ErrorParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

export class BotApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ErrorParameters,
  ) {
    super(description);
  }

  /** The body as Telegram writes it. */
  body(): object {
    return {
      ok: false,
      error_code: this.code,
      description: this.description,
      ...(this.parameters ? { parameters: this.parameters } : {}),
    };
  }
}

export function badRequest(what: string, parameters?: ErrorParameters): BotApiError {
  return new BotApiError(400, `Bad Request: ${what}`, parameters);
}

export function forbidden(what: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${what}`);
}
