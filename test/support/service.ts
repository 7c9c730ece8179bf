import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHttp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { World } from '../../src/dialogue/world.ts';
import type { ChatReply } from '../../src/http/world.ts';
import { createLog } from '../../src/log.ts';
import { LiveWorld } from '../../src/live-world.ts';
import { createMetrics } from '../../src/metrics.ts';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { openService } from '../../src/service.ts';
import { realWorld } from './world.ts';

/** The whole service in this process, over `DATA_DIR` or else a folder of its own, without a listening server. */
export async function openTestService(
  environment: Record<string, string> = {},
  {
    world = realWorld(),
    directory = KNOWLEDGE_DIRECTORY,
    start = true,
  }: { world?: World; directory?: string; start?: boolean } = {},
) {
  const given = environment['DATA_DIR'];
  const folder = given ?? mkdtempSync(join(tmpdir(), 'service-'));
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => lines.push(line) });
  const metrics = createMetrics();
  const live = new LiveWorld(world);
  const config = readConfig({ DATA_DIR: folder, CLOCK_START: '2025-06-12T08:20:00+07:00', ...environment });
  const running = await openService(config, { live, directory, log, metrics });
  const app = openHttp(running, { world: live.world, log, metrics, behindProxy: false });
  if (start) await running.start();
  const post = (path: string, body: unknown) =>
    app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    running,
    app,
    folder,
    /** The log so far, one JSON object a line. */
    lines,
    post,
    say: async (conversation: string, text: string, place?: string) =>
      (await (await post('/api/chat', { conversation, text, ...(place ? { place } : {}) })).json()) as ChatReply,
    stop: async () => {
      await running.stop();
      if (given === undefined) rmSync(folder, { recursive: true });
    },
  };
}
