/** grammY's client over undici: answers that are not the Bot API's keep their status, connecting has its own limit. */
import { Api } from 'grammy';
import { Agent, request } from 'undici';

/** Something between us and Telegram answered instead of it: a proxy's page, a captive portal. */
export class ForeignAnswer extends Error {
  constructor(readonly status: number) {
    super('the answer is not of the Bot API');
    this.name = 'ForeignAnswer';
  }
}

/** A client whose calls end after `timeoutMs`; the token stands in its URLs, so its errors must not be logged whole. */
export function createApi(token: string, apiRoot: string | undefined, timeoutMs: number): Api {
  return new Api(token, {
    ...(apiRoot === undefined ? {} : { apiRoot }),
    timeoutSeconds: timeoutMs / 1000,
    fetch: fetchThrough(createAgent(timeoutMs)),
  });
}

/** Connections for requests that end after `timeoutMs`. */
export function createAgent(timeoutMs: number): Agent {
  // Connecting ends first: then it is certain that the request has not left.
  return new Agent({ connect: { timeout: Math.min(10_000, timeoutMs * 0.6) } });
}

/** As much of `fetch` as grammY uses. */
type ApiFetch = (url: string, init: { body?: string; signal?: AbortSignal }) => Promise<{ json(): Promise<object> }>;

function fetchThrough(dispatcher: Agent): ApiFetch {
  return async (url, init) => {
    const { statusCode, body } = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: init.body ?? '{}',
      signal: init.signal,
    });
    const answer = botApiAnswer(await body.text(), statusCode);
    return { json: () => Promise.resolve(answer) };
  };
}

function botApiAnswer(text: string, status: number): object {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new ForeignAnswer(status);
  }
  const known =
    typeof answer === 'object' &&
    answer !== null &&
    'ok' in answer &&
    (answer.ok === true || (answer.ok === false && 'error_code' in answer && typeof answer.error_code === 'number'));
  if (!known) throw new ForeignAnswer(status);
  return answer as object;
}
