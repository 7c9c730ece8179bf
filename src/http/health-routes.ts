import type { Hono } from 'hono';
import type { HttpWorld } from './world.ts';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** Adds `GET /healthz` (the process runs) and `GET /readyz` (each part can work). */
export function addHealthRoutes(app: Hono, world: HttpWorld): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200, NO_STORE));
  app.get('/readyz', async (c) => {
    const parts = await partsOf(world);
    const ready = parts !== null && Object.values(parts).every(Boolean);
    return c.json({ status: ready ? 'ready' : 'unready', parts: parts ?? {} }, ready ? 200 : 503, NO_STORE);
  });
}

/** Null when the parts could not even be asked. */
async function partsOf(world: HttpWorld): Promise<Record<string, boolean> | null> {
  try {
    return await world.ready();
  } catch {
    return null;
  }
}
