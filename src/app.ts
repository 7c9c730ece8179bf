/** The composition root: knows every room and puts them together. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadGate } from './safety/load-gate.ts';
import { assess } from './safety/assess.ts';
import { buildWorld, type World } from './dialogue/world.ts';
import { loadKnowledge } from './knowledge/load.ts';

/** The knowledge folder beside `src` (or `dist`). */
export const KNOWLEDGE_DIRECTORY = fileURLToPath(new URL('../knowledge', import.meta.url));

/** Loads the knowledge and makes the world of the dialogue; throws a KnowledgeError with all problems. */
export function openWorld(directory: string = KNOWLEDGE_DIRECTORY): World {
  const gate = loadGate(join(directory, 'safety'));
  return buildWorld(loadKnowledge(directory), (text) => assess(text, gate));
}
