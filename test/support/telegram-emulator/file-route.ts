/** The route beside the methods, on which files are handed out. */
import type { ServerResponse } from 'node:http';
import type { EmulatedFiles } from './emulated-files.ts';
import type { ScriptedAnswer } from './failure-script.ts';

/** Under this name calls of the route are noted, and failures of it are ordered. */
export const FILE_ROUTE = 'file';

/** The token and the path that stand in an address of the route; null where it is another address. */
export function readFileAddress(url: string): { readonly token: string; readonly path: string } | null {
  const [, token, path] = /^\/file\/bot([^/]+)\/([^?]+)/.exec(url) ?? [];
  return token === undefined || path === undefined ? null : { token, path: decodeURIComponent(path) };
}

/** Hands a file out, whole or only its first half where the answer is to be lost. */
export function handOut(
  { bytes, sizeSaid }: ReturnType<EmulatedFiles['at']>,
  response: ServerResponse,
  scripted: ScriptedAnswer | undefined,
): void {
  const length = sizeSaid === 'nowhere' ? {} : { 'content-length': bytes.length };
  response.writeHead(200, { 'content-type': 'application/octet-stream', ...length });
  if (scripted === undefined) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length / 2), () => {
    if (scripted === 'apply-then-reset') response.socket?.destroy();
  });
}
