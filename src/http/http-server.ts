import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** Time for the largest body, a document of 20 MB over a weak mobile network; whoever is slower is broken or hostile. */
const SERVER_OPTIONS = { requestTimeout: 300_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 };
const CLOSE_GRACE_MS = 3_000;

/** Serves the app and resolves once it listens; rejects when the address is taken; port 0 takes a free one. */
export async function serveHttp(
  app: Hono,
  options: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: app.fetch, createServer, serverOptions: SERVER_OPTIONS }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

/** Lets running requests end, but not for ever: a stop must not hang on one slow reader. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const force = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close((error) => {
      clearTimeout(force);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
