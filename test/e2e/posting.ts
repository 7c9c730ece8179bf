/** Posts a body as anybody on the net could, over a connection of its own. */
import { request } from 'node:http';

/** The status; null where the connection was cut off, as for a body that is too large. */
export function postBody(url: string, body: string, headers: Record<string, string> = {}): Promise<number | null> {
  return new Promise((resolve) => {
    const sent = request(url, { method: 'POST', agent: false, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    sent.once('error', () => resolve(null));
    sent.end(body);
  });
}
