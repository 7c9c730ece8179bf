/** Loads the knowledge and makes the world of the dialogue: all that answering needs, without any server. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWorld, type World } from './dialogue/world.ts';
import { loadKnowledge } from './knowledge/load.ts';
import { assess } from './safety/assess.ts';
import { loadGate } from './safety/load-gate.ts';

/** The knowledge folder beside `src` (or `dist`). */
export const KNOWLEDGE_DIRECTORY = fileURLToPath(new URL('../knowledge', import.meta.url));

/** The world over a knowledge folder; throws a KnowledgeError with all problems. */
export function openWorld(
  directory: string = KNOWLEDGE_DIRECTORY,
  settings: Pick<World, 'handover' | 'publicUrl'> = { handover: 'off' },
): World {
  const knowledge = loadKnowledge(directory);
  const gate = loadGate(join(directory, 'safety'));
  return buildWorld(knowledge, (text) => assess(text, gate), settings);
}
