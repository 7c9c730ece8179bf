/** Reads the gate from its directory (knowledge/safety). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { z } from 'zod';
import type { Gate } from './gate.ts';
import { buildLexicon, lexiconSchema, type LexiconFile } from './lexicon.ts';
import { parseModel } from './model-file.ts';

/** Reads phrases.yaml; throws with the place of a mistake. */
export function readLexiconFile(directory: string): LexiconFile {
  const path = join(directory, 'phrases.yaml');
  const parsed = lexiconSchema.safeParse(load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA }));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Reads phrases, model header and weights, and makes the gate of them. */
export function loadGate(directory: string): Gate {
  const header = readFileSync(join(directory, 'model.json'), 'utf8');
  const bytes = readFileSync(join(directory, 'weights.bin'));
  return { lexicon: buildLexicon(readLexiconFile(directory)), ...parseModel(header, bytes) };
}
