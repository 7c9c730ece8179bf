import { fileURLToPath } from 'node:url';
import { loadGate } from '../../src/safety/load-gate.ts';

/** The knowledge that the gate under test is made of. */
export const SAFETY_DIRECTORY = fileURLToPath(new URL('../../knowledge/safety', import.meta.url));

/** The gate as it ships. */
export const gate = loadGate(SAFETY_DIRECTORY);
