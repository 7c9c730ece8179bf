import { KNOWLEDGE_DIRECTORY, openWorld } from '../../src/open-world.ts';
import type { World } from '../../src/dialogue/world.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';

/** The real knowledge, loaded once a test file. */
export const knowledge = loadKnowledge(KNOWLEDGE_DIRECTORY);

let opened: World | undefined;

/** The real world with the real safety gate, opened at first use. */
export function realWorld(): World {
  opened ??= openWorld();
  return opened;
}
