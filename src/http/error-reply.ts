import type { Context } from 'hono';

/** Each error of this room, with its status; the sentence is `error-<code>` in `knowledge/page.yaml`. */
const STATUS = {
  'bad-json': 400,
  'bad-request': 400,
  'wrong-secret': 401,
  'not-found': 404,
  'wrong-method': 405,
  'too-large': 413,
  'not-json': 415,
  'too-many': 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** The keys of `knowledge/page.yaml` that the server says itself. */
export const ERROR_TEXT_KEYS = Object.keys(STATUS).map((code) => `error-${code}`);

/** Answers with an error in Vietnamese and never with anything of the program's inside. */
export function errorReply(c: Context, code: ErrorCode, texts: Record<string, string>): Response {
  const message = texts[`error-${code}`] ?? code;
  return c.json({ error: { code, message } }, STATUS[code], { 'Cache-Control': 'no-store' });
}
