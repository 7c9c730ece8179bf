/** Where a file of a bot is handed out; the address holds the token and must not be logged. */
import type { Api } from 'grammy';

const API_ROOT = 'https://api.telegram.org';

/** The address of a path that getFile gave; null where it is none that is handed out. */
export function fileAddress({ token, options }: Api, path: string): string | null {
  const segments = path.split('/');
  // A Bot API server of one's own names a file on its disk; that is not ours to read.
  if (!path.isWellFormed() || segments.some((segment) => ['', '.', '..'].includes(segment))) return null;
  return `${options?.apiRoot ?? API_ROOT}/file/bot${token}/${segments.map(encodeURIComponent).join('/')}`;
}
