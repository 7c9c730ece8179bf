/** What an error of a call means, without anything of its text: that may hold the token or what people wrote. */
import { GrammyError, HttpError } from 'grammy';
import { ForeignAnswer } from './bot-api.ts';

export type Failure = FailureKind & {
  /** For the log: a status, or the system's name of the error. */
  readonly code: string | number;
};

type FailureKind =
  | { readonly kind: 'throttled'; readonly waitMs: number }
  | { readonly kind: 'moved'; readonly to: string }
  | {
      readonly kind:
        'unreachable' | 'uncertain' | 'stopped' | 'thread-missing' | 'rejected' | 'misconfigured' | 'conflict';
    };

/** Milliseconds to wait where Telegram asks to wait but does not say how long. */
const UNSAID_WAIT_MS = 1_000;

/** Nothing has left where one of these stands: no address, no connection, no trust. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Descriptions of 400 that say that a chat cannot be written to. */
const DEAD_CHAT =
  /chat not found|user not found|PEER_ID_INVALID|not enough rights to send|have no rights to send|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|TOPIC_CLOSED|chat was deactivated|USER_DEACTIVATED/i;
const THREAD_MISSING = /message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/i;

/** The meaning of whatever a call threw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof GrammyError) return { ...refusal(error), code: error.error_code };
  if (error instanceof HttpError) return breakdown(error.error);
  // Our own fault: trying again would repeat it.
  return { kind: 'rejected', code: 'internal' };
}

function refusal({ error_code: status, description, parameters }: GrammyError): FailureKind {
  if (status === 429) return { kind: 'throttled', waitMs: waitMs(parameters.retry_after) };
  if (status >= 500) return { kind: 'unreachable' };
  if (parameters.migrate_to_chat_id !== undefined) return { kind: 'moved', to: String(parameters.migrate_to_chat_id) };
  if (status === 401 || status === 404) return { kind: 'misconfigured' };
  if (status === 409) return { kind: 'conflict' };
  if (status === 403 || (status === 400 && DEAD_CHAT.test(description))) return { kind: 'stopped' };
  return { kind: status === 400 && THREAD_MISSING.test(description) ? 'thread-missing' : 'rejected' };
}

function waitMs(seconds: number | undefined): number {
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : UNSAID_WAIT_MS;
}

/** No answer of Telegram: whether the request had left decides. */
function breakdown(cause: unknown): Failure {
  if (cause instanceof ForeignAnswer) {
    const answered = cause.status >= 200 && cause.status < 300;
    return { kind: answered ? 'uncertain' : 'unreachable', code: cause.status };
  }
  const code = systemCode(cause);
  return { kind: BEFORE_SENDING.has(code) ? 'unreachable' : 'uncertain', code };
}

function systemCode(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'TIMEOUT';
}
