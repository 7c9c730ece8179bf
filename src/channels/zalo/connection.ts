/** One call of the platform: a POST of JSON, and what its envelope says. */
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import { ZaloApiError, ZaloTransportError, type TransportTrouble } from './errors.ts';

export const DEFAULT_API_ROOT = 'https://bot-api.zaloplatforms.com';

/** Answers are a few hundred bytes; an outage's error page is a few thousand. */
const LARGEST_ANSWER = 1024 * 1024;
const CONNECT_MS = 10_000;
/** Statuses that say enough by themselves where the edge answers without JSON. */
const TELLING_STATUSES = [401, 408, 429];
/** The code of an error that names none: the platform's own fault. */
const UNNAMED_ERROR = 500;

export interface CallLimits {
  /** Milliseconds until the whole answer must be there. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const digits = z.string().regex(/^\d{3}$/);
const codeSchema = z
  .union([z.number().int(), digits.transform(Number)])
  .optional()
  .catch(undefined);

const envelopeSchema = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: codeSchema,
  errorCode: codeSchema,
});

export class ZaloConnection {
  // Private by language, not by convention: a connection that is printed or serialised shows no token.
  readonly #base: string;
  readonly #agent: Agent;

  /** Throws where the token has characters that would change the URL. */
  constructor(token: string, apiRoot: string) {
    if (!/^[^\s/?#%\\]+$/.test(token)) throw new Error('The Zalo bot token is empty or has characters no token has');
    this.#base = `${apiRoot.replace(/\/+$/, '')}/bot${token}`;
    this.#agent = new Agent({ connect: { timeout: CONNECT_MS }, maxResponseSize: LARGEST_ANSWER });
  }

  /**
   * The result of one method; undefined where the platform only says "ok". Rejects with ZaloApiError or
   * ZaloTransportError. The body is read before the status: errors come with 200, and an empty poll with either.
   */
  async call(method: string, parameters: object, limits: CallLimits): Promise<unknown> {
    const { status, text } = await this.#post(method, JSON.stringify(parameters), limits);
    const envelope = envelopeSchema.safeParse(parseJson(text)).data;
    if (envelope?.ok) return envelope.result;
    if (envelope) {
      const named = envelope.error_code ?? envelope.errorCode;
      throw new ZaloApiError(method, named ?? (status >= 400 ? status : UNNAMED_ERROR));
    }
    if (TELLING_STATUSES.includes(status)) throw new ZaloApiError(method, status);
    throw new ZaloTransportError(method, 'unreadable', { status });
  }

  async #post(method: string, body: string, limits: CallLimits): Promise<{ status: number; text: string }> {
    let left = false;
    const dispatcher = announcing(this.#agent, () => (left = true));
    const interruption = interruptAfter(limits);
    try {
      const exchange = send(dispatcher, `${this.#base}/${method}`, body, interruption.signal);
      // undici heeds a signal only once it is connected; a stop must not wait for a dead address.
      return await Promise.race([exchange, interruption.rejection]);
    } catch (error) {
      const reason = codeOf(error);
      const kind = limits.signal?.aborted ? 'aborted' : troubleOf(reason, left, interruption.signal.aborted);
      throw new ZaloTransportError(method, kind, reason === undefined ? {} : { reason });
    } finally {
      interruption.clear();
    }
  }

  /** Closes idle connections; calls under way end first. */
  async close(): Promise<void> {
    await this.#agent.close();
  }
}

async function send(dispatcher: Dispatcher, url: string, body: string, signal: AbortSignal) {
  const response = await request(url, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
    signal,
    // One deadline covers the whole call.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { status: response.statusCode, text: await response.body.text() };
}

/** Tells when a request begins to leave: what fails before that was certainly not carried out. */
function announcing(agent: Agent, onLeaving: () => void): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    return dispatch(options, {
      onRequestStart: (controller, context) => {
        onLeaving();
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (...response) => handler.onResponseStart?.(...response),
      onResponseData: (...data) => handler.onResponseData?.(...data),
      onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
      onResponseError: (...error) => handler.onResponseError?.(...error),
    });
  });
}

/** A signal that the caller or the deadline raises, and the same as a promise. */
function interruptAfter({ timeoutMs, signal }: CallLimits) {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  const timer = setTimeout(interrupt, timeoutMs);
  signal?.addEventListener('abort', interrupt, { once: true });
  const rejection = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
  });
  if (signal?.aborted) interrupt();
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  };
  return { signal: controller.signal, rejection, clear };
}

function troubleOf(reason: string | undefined, left: boolean, interrupted: boolean): TransportTrouble {
  if (reason?.startsWith('HPE_') || reason === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'unreadable';
  if (!left) return 'connect';
  return interrupted ? 'timeout' : 'reset';
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
