/** How the platform words its answers: errors, too, come with HTTP 200. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Parameters = Readonly<Record<string, unknown>>;

/** An error in the envelope. */
export class PlatformError extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`error ${code}`);
    this.code = code;
  }
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Internal server error',
  404: 'Not found',
  408: 'Request timeout',
  409: 'Conflict',
  426: 'Daily limit exceeded',
  429: 'Quota exceeded',
};

export function answerResult(response: ServerResponse, result?: unknown): void {
  answerBody(response, 200, JSON.stringify(result === undefined ? { ok: true } : { ok: true, result }));
}

export function answerError(response: ServerResponse, code: number, spelling = 'error_code', status = 200): void {
  const description = DESCRIPTIONS[code] ?? 'Error';
  answerBody(response, status, JSON.stringify({ ok: false, description, [spelling]: code }));
}

export function answerBody(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed || response.headersSent) return;
  const type = body.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8';
  // The platform's edge repeats this header, and strict parsers refuse that.
  response.setHeader('server', ['ZServer', 'zcdn']);
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

/** Parameters as the query, a form or JSON; rejects with code 400 where they cannot be read. */
export async function readParameters(request: IncomingMessage, url: URL): Promise<Parameters> {
  const query = Object.fromEntries(url.searchParams);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return query;
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...query, ...body };
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new PlatformError(400);
}
