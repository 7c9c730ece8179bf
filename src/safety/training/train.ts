/**
 * Trains the safety gate: cross-validates, calibrates, trains on everything, writes model.json and weights.bin.
 * `npx tsx test/eval-safety.ts` prints what the cross-validation showed.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readLexiconFile } from '../load-gate.ts';
import { formatModel } from '../model-file.ts';
import { crossValidate } from './cross-validation.ts';
import { readExamples } from './examples.ts';
import { makeLessons } from './samples.ts';
import { teach } from './teach.ts';
import { calibrate, chooseThresholds } from './thresholds.ts';
import { keepTrials } from './trial-cache.ts';

const KNOWLEDGE = fileURLToPath(new URL('../../../knowledge', import.meta.url));
const SEED = 7;

const trials = await crossValidate(KNOWLEDGE);
keepTrials(trials);
const calibration = calibrate(trials);
const thresholds = chooseThresholds(trials, calibration);
const directory = `${KNOWLEDGE}/safety`;
const heads = teach(makeLessons(readExamples(KNOWLEDGE), readLexiconFile(directory), SEED), SEED);
const { header, bytes } = formatModel({ ...heads, calibration, thresholds });
writeFileSync(`${directory}/model.json`, header);
writeFileSync(`${directory}/weights.bin`, bytes);
console.log(`written: ${bytes.length} bytes of weights, thresholds ${JSON.stringify(thresholds)}`);
