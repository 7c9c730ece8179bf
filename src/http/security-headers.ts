import type { MiddlewareHandler } from 'hono';

const POLICY = 'Content-Security-Policy';

/** Nothing from outside, nothing inline: the page's JSON block is data and needs no permission. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=()'],
];

/** Puts the security headers on every response, errors included; a page may have brought a policy of its own. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.has(POLICY)) c.res.headers.set(POLICY, CONTENT_SECURITY_POLICY);
    for (const [name, value] of HEADERS) c.res.headers.set(name, value);
  };
}
