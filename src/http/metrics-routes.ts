import type { Hono } from 'hono';
import type { HttpWorld } from './world.ts';

/** Adds `GET /metrics` in Prometheus' text format. */
export function addMetricsRoute(app: Hono, world: HttpWorld): void {
  app.get('/metrics', async (c) =>
    c.body(await world.metrics.text(), 200, { 'Content-Type': world.metrics.contentType, 'Cache-Control': 'no-store' }),
  );
}
