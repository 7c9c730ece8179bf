/** The two ways in which a call fails. Neither holds the token, the URL, the platform's words or what was sent. */

/** The platform answered, with an error. */
export class ZaloApiError extends Error {
  override readonly name = 'ZaloApiError';
  readonly method: string;
  /** As in the platform's table of codes: 403 is its internal error, 404 an unknown chat, 429 a spent quota. */
  readonly code: number;

  constructor(method: string, code: number) {
    super(`Zalo ${method}: error ${code}`);
    this.method = method;
    this.code = code;
  }
}

/**
 * What went wrong on the way. `connect`: the request never left. `timeout` and `reset`: it had left, and may have been
 * carried out. `unreadable`: an answer that is not the platform's JSON, as in an outage. `aborted`: by the caller.
 */
export type TransportTrouble = 'connect' | 'timeout' | 'reset' | 'unreadable' | 'aborted';

/** No answer of the platform. */
export class ZaloTransportError extends Error {
  override readonly name = 'ZaloTransportError';
  readonly method: string;
  readonly kind: TransportTrouble;
  /** The system's or the HTTP client's own code, such as ECONNREFUSED; absent where there is none. */
  readonly reason?: string;
  /** The HTTP status of an unreadable answer. */
  readonly status?: number;

  constructor(method: string, kind: TransportTrouble, detail: { reason?: string; status?: number } = {}) {
    super(`Zalo ${method}: ${kind}`);
    this.method = method;
    this.kind = kind;
    if (detail.reason !== undefined) this.reason = detail.reason;
    if (detail.status !== undefined) this.status = detail.status;
  }
}
